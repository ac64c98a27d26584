using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Bridge.Tests.FakeKafka;

/// <summary>A record as a test compares it.</summary>
internal sealed record FakeRecord(long Offset, string? Key, string? Value, long TimestampMs, string Headers)
{
    public static FakeRecord Copy(in EdgeLog.Records.Record record)
    {
        var headers = new StringBuilder();
        foreach (RecordHeader header in record.Headers)
        {
            string value = Encoding.UTF8.GetString(header.Value);
            headers.Append(Encoding.UTF8.GetString(header.Name)).Append('=').Append(value);
        }

        return new FakeRecord(
            record.Offset.Value,
            record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
            record.HasValue ? Encoding.UTF8.GetString(record.Value) : null,
            record.TimestampMs,
            headers.ToString());
    }
}
