namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class HeaderTests
{
    [Theory]
    [InlineData(ApiKey.Metadata, 8, "000300080000002a00036b6361")]
    [InlineData(ApiKey.Metadata, 9, "000300090000002a00036b636100")]
    [InlineData(ApiKey.ApiVersions, 3, "001200030000002a00036b636100")]
    public void A_request_header_has_tagged_fields_where_the_version_is_flexible(ApiKey api, short version, string hex)
    {
        var header = new RequestHeader(api, version, 42, "kca");

        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        header.Write(ref writer);

        Assert.Equal(hex, Convert.ToHexStringLower(buffer.WrittenSpan));
        var reader = new KafkaReader(buffer.WrittenMemory);
        Assert.Equal(header, RequestHeader.Read(ref reader));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_header_without_a_client_id_or_of_an_unknown_api_is_read()
    {
        var reader = new KafkaReader(Convert.FromHexString("7fff00010000002affff"));

        Assert.Equal(new RequestHeader((ApiKey)0x7FFF, 1, 42, null), RequestHeader.Read(ref reader));
    }

    [Theory]
    [InlineData(ApiKey.Metadata, 8, "0000002a")]
    [InlineData(ApiKey.Metadata, 9, "0000002a00")]
    [InlineData(ApiKey.ApiVersions, 4, "0000002a")]
    public void A_response_header_has_tagged_fields_except_for_ApiVersions(ApiKey api, short version, string hex)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        new ResponseHeader(42).Write(ref writer, api, version);

        Assert.Equal(hex, Convert.ToHexStringLower(buffer.WrittenSpan));
        var reader = new KafkaReader(buffer.WrittenMemory);
        Assert.Equal(42, ResponseHeader.Read(ref reader, api, version).CorrelationId);
        Assert.Equal(0, reader.Remaining);
    }
}
