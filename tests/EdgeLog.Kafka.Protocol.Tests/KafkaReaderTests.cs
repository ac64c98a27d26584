using System.Text;

namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class KafkaReaderTests
{
    [Fact]
    public void Bytes_are_slices_of_what_is_read()
    {
        byte[] message = [0, 0, 0, 2, 7, 8, 9];
        var reader = new KafkaReader(message);

        var slice = reader.ReadNullableBytes()!.Value;
        message[4] = 42;

        Assert.Equal([42, 8], slice.ToArray());
        Assert.Equal(1, reader.Remaining);
    }

    [Theory]
    [InlineData("8080808000", 0u)]
    [InlineData("ffffffff0f", uint.MaxValue)]
    [InlineData("8100", 1u)]
    [InlineData("ac02", 300u)]
    public void A_varint_may_be_padded_up_to_five_bytes(string hex, uint expected)
    {
        var reader = new KafkaReader(Convert.FromHexString(hex));

        Assert.Equal(expected, reader.ReadUnsignedVarint());
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData("ffffffff1f")]
    [InlineData("808080808000")]
    [InlineData("80")]
    public void A_varint_beyond_32_bits_or_cut_off_is_refused(string hex) =>
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(Convert.FromHexString(hex)).ReadUnsignedVarint());

    [Fact]
    public void A_null_where_none_may_be_is_refused()
    {
        byte[] nulls = [0xFF, 0xFF, 0xFF, 0xFF];

        Assert.Null(new KafkaReader(nulls).ReadNullableString());
        Assert.Null(new KafkaReader(nulls).ReadNullableBytes());
        Assert.Null(new KafkaReader(nulls).ReadNullableStringArray());
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(nulls).ReadString());
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(nulls).ReadBytes());
        Assert.Throws<KafkaProtocolException>(() => new KafkaReader(nulls).ReadStringArray());
    }

    [Fact]
    public void Unknown_tagged_fields_are_skipped()
    {
        // The software name and version, then tag 3 with two bytes and tag 200 with none.
        byte[] message = [2, (byte)'a', 2, (byte)'b', 2, 3, 2, 9, 9, 0xC8, 1, 0];
        var reader = new KafkaReader(message);

        var request = ApiVersionsRequest.Read(ref reader, 3);

        Assert.Equal(("a", "b"), (request.ClientSoftwareName, request.ClientSoftwareVersion));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_known_tagged_field_longer_than_its_size_is_refused()
    {
        // Error 0, no APIs, no throttle, one tag: the epoch (tag 1) in 4 bytes instead of 8.
        byte[] message = [0, 0, 1, 0, 0, 0, 0, 1, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Throws<KafkaProtocolException>(() =>
        {
            var reader = new KafkaReader(message);
            return ApiVersionsResponse.Read(ref reader, 3);
        });
    }

    [Fact]
    public void Names_seen_before_are_the_same_string()
    {
        var names = new NameCache();
        var message = Encoding.UTF8.GetBytes("\0\u0005plant");

        var first = new KafkaReader(message) { Names = names }.ReadName();
        var second = new KafkaReader(message) { Names = names }.ReadName();

        Assert.Equal("plant", first);
        Assert.Same(first, second);
    }

    [Fact]
    public void More_names_than_the_cache_has_slots_are_still_right()
    {
        var names = new NameCache();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5000; i++)
            {
                var name = $"topic-{i}";
                Assert.Equal(name, names.Get(Encoding.UTF8.GetBytes(name)));
            }
        }
    }

    [Fact]
    public void Metadata_of_version_0_asks_for_all_topics_by_an_empty_list()
    {
        var empty = new KafkaReader(new byte[4]);
        Assert.True(MetadataRequest.Read(ref empty, 0).AsksForAllTopics(0));

        var none = new KafkaReader(new byte[4]);
        Assert.False(MetadataRequest.Read(ref none, 1).AsksForAllTopics(1));

        var all = new KafkaReader(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF });
        Assert.True(MetadataRequest.Read(ref all, 1).AsksForAllTopics(1));
    }
}
