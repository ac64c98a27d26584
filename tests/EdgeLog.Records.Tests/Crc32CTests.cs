using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class Crc32CTests
{
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { [], 0 },
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { new byte[32], 0x8A9136AA },
        { Enumerable.Repeat((byte)0xFF, 32).ToArray(), 0x62A8AB43 },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46DD794E },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113FDB5C },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_of_rfc_3720_hold(byte[] bytes, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(bytes));

    [Fact]
    public void Any_bytes_in_any_pieces_have_the_checksum_computed_bit_by_bit() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (head, tail) =>
            Crc32C.Append(Crc32C.Compute(head), tail) == BitByBit([.. head, .. tail])).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_inputs_of_every_alignment_have_the_checksum_computed_bit_by_bit()
    {
        byte[] bytes = new byte[40_000];
        new System.Random(1).NextBytes(bytes);
        foreach (int length in new[] { 0, 1, 7, 8, 255, 3071, 3072, 3073, 6144, 12_289, 39_990 })
        {
            for (int start = 0; start < 9; start++)
            {
                byte[] part = bytes[start..(start + length)];
                Assert.Equal(BitByBit(part), Crc32C.Compute(bytes.AsSpan(start, length)));
            }
        }
    }

    private static uint BitByBit(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }
}
