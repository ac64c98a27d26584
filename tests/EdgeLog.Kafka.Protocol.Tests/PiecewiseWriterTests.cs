using System.Text;

namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class PiecewiseWriterTests
{
    public static TheoryData<short> ProduceVersions => [.. Enumerable.Range(3, 11).Select(v => (short)v)];

    public static TheoryData<short> FetchVersions => [.. Enumerable.Range(4, 14).Select(v => (short)v)];

    [Theory]
    [MemberData(nameof(ProduceVersions))]
    public void A_produce_request_written_piece_by_piece_reads_like_one_written_at_once(short version)
    {
        var reader = new KafkaReader(PiecewiseMessages.ProduceRequest(version));
        var request = ProduceRequest.Read(ref reader, version);

        Assert.Equal(0, reader.Remaining);
        Assert.Equal((-1, 1500), (request.Acks, request.TimeoutMs));
        Assert.Equal(version <= 12 ? ["a", "b"] : new[] { "", "" }, request.Topics.Select(t => t.Name));
        Assert.Equal(version <= 12 ? Guid.Empty : PiecewiseMessages.TopicId, request.Topics[1].TopicId);
        Assert.Equal([0, 1, 2], request.Topics[1].Partitions.Select(p => p.Index));
        Assert.Equal("records of b 2", Encoding.UTF8.GetString(request.Topics[1].Partitions[2].Records!.Value.Span));
    }

    [Theory]
    [MemberData(nameof(FetchVersions))]
    public void A_fetch_response_written_piece_by_piece_reads_as_meant_and_what_was_taken_back_is_gone(short version)
    {
        var reader = new KafkaReader(PiecewiseMessages.FetchResponse(version));
        var response = FetchResponse.Read(ref reader, version);

        Assert.Equal(MessageText.Of(PiecewiseMessages.FetchResponseObject(version)), MessageText.Of(response));
        Assert.Equal(0, reader.Remaining);
    }
}
