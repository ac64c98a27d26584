namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class KafkaWriterTests
{
    [Fact]
    public void A_frame_begins_with_the_length_of_what_follows()
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);

        writer.WriteInt8(1);
        var frame = writer.BeginFrame();
        writer.WriteInt32(42);
        writer.EndFrame(frame);

        Assert.Equal([1, 0, 0, 0, 4, 0, 0, 0, 42], buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_long_tagged_field_is_moved_to_make_room_for_its_size()
    {
        var response = new ApiVersionsResponse();
        for (var i = 0; i < 3000; i++)
        {
            var feature = new ApiVersionsResponse.SupportedFeature { Name = $"feature-{i}", MaxVersion = 1 };
            response.SupportedFeatures.Add(feature);
        }

        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        response.Write(ref writer, 4);

        var reader = new KafkaReader(buffer.WrittenMemory);
        var again = ApiVersionsResponse.Read(ref reader, 4);
        Assert.Equal(MessageText.Of(response), MessageText.Of(again));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Given_room_is_written_from_the_position_on()
    {
        var room = new byte[10];
        var position = 3;

        new KafkaWriter(room, ref position).WriteInt32(0x01020304);

        Assert.Equal(7, position);
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 0, 0, 0], room);
    }

    [Fact]
    public void What_does_not_fit_into_given_room_is_refused() =>
        Assert.Throws<InvalidOperationException>(() =>
        {
            var position = 0;
            new KafkaWriter(new byte[3], ref position).WriteInt32(1);
        });

    [Fact]
    public void A_length_filled_in_behind_is_read_like_any_other()
    {
        foreach (var (api, version) in new[] { (ApiKey.Fetch, (short)4), (ApiKey.Fetch, (short)12) })
        {
            using var buffer = new KafkaBuffer();
            var writer = new KafkaWriter(buffer);
            writer.BeginBody(api, version);
            var start = writer.BeginLength();
            new byte[] { 5, 6, 7 }.CopyTo(writer.GetSpan(3));
            writer.Advance(3);
            writer.EndLength(start, 3);

            var reader = new KafkaReader(buffer.WrittenMemory);
            reader.BeginBody(api, version);
            Assert.Equal([5, 6, 7], reader.ReadBytes().ToArray());
            Assert.Equal(0, reader.Remaining);
        }
    }

    [Fact]
    public void A_buffer_that_grows_keeps_what_it_has()
    {
        using var buffer = new KafkaBuffer(16);
        var writer = new KafkaWriter(buffer);
        for (var i = 0; i < 100_000; i++)
        {
            writer.WriteInt32(i);
        }

        var reader = new KafkaReader(buffer.WrittenMemory);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal(i, reader.ReadInt32());
        }
    }
}
