namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class GoldenMessageTests
{
    public static TheoryData<GoldenMessage> Messages => new(GoldenMessage.All);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_of_Kafka_is_read_with_every_value_and_nothing_left_over(GoldenMessage golden)
    {
        var message = MessageCodec.Of(golden.Name).Read(golden.Bytes, golden.Version, out var remaining);

        Assert.Equal(golden.Text, MessageText.Of(message));
        Assert.Equal(0, remaining);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_of_Kafka_is_written_with_the_same_bytes(GoldenMessage golden)
    {
        var codec = MessageCodec.Of(golden.Name);
        var message = codec.Read(golden.Bytes, golden.Version, out _);

        var written = codec.Write(message, golden.Version);
        Assert.Equal(Convert.ToHexStringLower(golden.Bytes), Convert.ToHexStringLower(written));
    }

    [Fact]
    public void Every_version_with_a_codec_is_among_the_golden_messages()
    {
        var missing =
            from api in Enum.GetValues<ApiKey>()
            let known = MessageVersions.Known(api)
            from version in Enumerable.Range(known.Min, known.Max - known.Min + 1)
            from kind in new[] { "Request", "Response" }
            where !GoldenMessage.All.Any(m => m.Name == api + kind && m.Version == version)
            select $"{api}{kind} v{version}";

        Assert.Empty(missing);
    }
}
