using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(63, "7E")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(int.MaxValue, "FEFFFFFF0F")]
    [InlineData(int.MinValue, "FFFFFFFF0F")]
    public void Known_numbers_have_known_bytes(int value, string hex)
    {
        byte[] bytes = new byte[Varint.MaxSize32];
        int size = Varint.Write(bytes, value);
        Assert.Equal(hex, Convert.ToHexString(bytes, 0, size));
    }

    [Fact]
    public void Every_32_bit_number_reads_as_written_and_takes_the_size_foretold() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), Gen.Choose(0, 31).ToArbitrary(), (seed, shift) =>
        {
            int value = unchecked((int)((uint)seed * 2654435761u)) >> shift;
            byte[] bytes = new byte[Varint.MaxSize32];
            int size = Varint.Write(bytes, value);
            int position = 0;
            return Varint.TryRead(bytes.AsSpan(0, size), ref position, out int read)
                && read == value && position == size && size == Varint.SizeOf(value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_64_bit_number_reads_as_written_and_takes_the_size_foretold() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), Gen.Choose(0, 63).ToArbitrary(), (seed, shift) =>
        {
            long value = unchecked((long)((ulong)seed * 0x9E3779B97F4A7C15)) >> shift;
            byte[] bytes = new byte[Varint.MaxSize64];
            int size = Varint.Write(bytes, value);
            int position = 0;
            return Varint.TryRead(bytes.AsSpan(0, size), ref position, out long read)
                && read == value && position == size && size == Varint.SizeOf(value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_unsigned_number_reads_as_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), value =>
        {
            byte[] bytes = new byte[Varint.MaxSize32];
            int size = Varint.WriteUnsigned(bytes, value);
            int position = 0;
            return Varint.TryReadUnsigned(bytes.AsSpan(0, size), ref position, out uint read)
                && read == value && position == size && size == Varint.SizeOfUnsigned(value);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFF1F")]
    [InlineData("FFFFFFFFFF01")]
    public void A_32_bit_number_cut_off_or_too_long_is_not_read(string hex)
    {
        int position = 0;
        Assert.False(Varint.TryRead(Convert.FromHexString(hex), ref position, out int _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    public void A_64_bit_number_cut_off_or_too_long_is_not_read(string hex)
    {
        int position = 0;
        Assert.False(Varint.TryRead(Convert.FromHexString(hex), ref position, out long _));
    }
}
