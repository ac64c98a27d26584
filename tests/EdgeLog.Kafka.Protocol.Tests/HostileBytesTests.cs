using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class HostileBytesTests
{
    private const long AllocatedBytesMax = 1 << 20;

    private static readonly int[] Extremes = [0x00, 0x01, 0x7F, 0x80, 0xFF];

    [Fact]
    public void A_message_cut_off_anywhere_is_refused()
    {
        foreach (var golden in GoldenMessage.All)
        {
            for (var length = 0; length < golden.Bytes.Length; length++)
            {
                var cut = golden.Bytes.AsMemory(0, length);
                var failure = Record.Exception(() => MessageCodec.Of(golden.Name).Read(cut, golden.Version, out _));
                Assert.True(failure is KafkaProtocolException, $"{golden} cut to {length} bytes gave {failure}");
            }
        }
    }

    [Fact]
    public void A_damaged_message_is_read_or_refused_and_never_takes_much_memory()
    {
        var damage =
            from golden in Gen.Elements(GoldenMessage.All.Where(m => m.Bytes.Length > 0).ToArray())
            from changes in Gen.Choose(1, 4)
            from places in Gen.Choose(0, golden.Bytes.Length - 1).ArrayOf(changes)
            from values in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(Extremes)).ArrayOf(changes)
            select (golden, places, values);

        var property = Prop.ForAll(
            damage.ToArbitrary(), d => IsReadOrRefused(d.golden, Damaged(d.golden, d.places, d.values)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), property);
    }

    [Fact]
    public void Every_byte_at_its_extremes_is_read_or_refused()
    {
        foreach (var golden in GoldenMessage.All)
        {
            for (var i = 0; i < golden.Bytes.Length; i++)
            {
                foreach (var value in Extremes)
                {
                    var damaged = Damaged(golden, [i], [value]);
                    Assert.True(IsReadOrRefused(golden, damaged), $"{golden}, byte {i} = {value}");
                }
            }
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1 << 24)]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void A_hostile_count_is_refused_before_memory_is_taken(int count)
    {
        var bytes = new byte[1024];
        BinaryPrimitives.WriteInt32BigEndian(bytes, count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(bytes).ReadInt32Array());
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(bytes).ReadStringArray());
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(bytes).ReadNullableBytes());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Arrays_of_more_elements_than_allowed_in_all_are_refused()
    {
        // Ten topics of the shortest form: a null id and an empty name each, in version 12.
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        var topics = Enumerable.Range(0, 10).Select(_ => new MetadataRequest.Topic());
        var request = new MetadataRequest { Topics = [.. topics] };
        request.Write(ref writer, 12);

        var bytes = buffer.WrittenMemory;
        Assert.Throws<KafkaProtocolException>(() =>
        {
            var reader = new KafkaReader(bytes) { ElementsMax = 9 };
            return MetadataRequest.Read(ref reader, 12);
        });
        var roomy = new KafkaReader(bytes) { ElementsMax = 10 };
        Assert.Equal(10, MetadataRequest.Read(ref roomy, 12).Topics!.Count);
    }

    [Fact]
    public void A_version_without_a_codec_is_refused()
    {
        Assert.Throws<KafkaProtocolException>(
            () => MessageCodec.Of(nameof(ProduceRequest)).Read(new byte[100], 2, out _));
        Assert.Throws<KafkaProtocolException>(
            () => MessageCodec.Of(nameof(FetchRequest)).Read(new byte[100], 18, out _));
    }

    private static byte[] Damaged(GoldenMessage golden, int[] places, int[] values)
    {
        var bytes = golden.Bytes.ToArray();
        for (var i = 0; i < places.Length; i++)
        {
            bytes[places[i]] = (byte)values[i];
        }

        return bytes;
    }

    private static bool IsReadOrRefused(GoldenMessage golden, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            MessageCodec.Of(golden.Name).Read(bytes, golden.Version, out _);
        }
        catch (KafkaProtocolException)
        {
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < AllocatedBytesMax;
    }
}
