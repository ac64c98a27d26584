using System.Text;

namespace EdgeLog.Records.Tests;

/// <summary>A record as a value, for tests to make, compare and print.</summary>
internal sealed record TestRecord(long TimestampMs, byte[]? Key, byte[]? Value, params TestHeader[] Headers)
{
    public static TestRecord Of(long timestampMs, string? key, string? value, params TestHeader[] headers) =>
        new(timestampMs, Bytes(key), Bytes(value), headers);

    public static TestRecord From(Record record)
    {
        var headers = new List<TestHeader>();
        foreach (RecordHeader header in record.Headers)
        {
            headers.Add(new TestHeader(header.Name.ToArray(), header.HasValue ? header.Value.ToArray() : null));
        }

        return new TestRecord(
            record.TimestampMs,
            record.HasKey ? record.Key.ToArray() : null,
            record.HasValue ? record.Value.ToArray() : null,
            [.. headers]);
    }

    public void WriteTo(RecordRun run)
    {
        run.BeginRecord(TimestampMs);
        if (Key is null)
        {
            run.WriteNullKey();
        }
        else
        {
            run.WriteKey(Key);
        }

        if (Value is null)
        {
            run.WriteNullValue();
        }
        else
        {
            run.WriteValue(Value);
        }

        run.BeginHeaders(Headers.Length);
        foreach (TestHeader header in Headers)
        {
            header.WriteTo(run);
        }

        run.EndRecord();
    }

    public bool Equals(TestRecord? other) =>
        other is not null
        && TimestampMs == other.TimestampMs
        && AreSame(Key, other.Key)
        && AreSame(Value, other.Value)
        && Headers.Length == other.Headers.Length
        && Headers.Zip(other.Headers).All(pair =>
            AreSame(pair.First.Name, pair.Second.Name) && AreSame(pair.First.Value, pair.Second.Value));

    public override int GetHashCode() => TimestampMs.GetHashCode();

    public override string ToString()
    {
        var text = new StringBuilder($"{TimestampMs} {Hex(Key)}={Hex(Value)}");
        foreach (TestHeader header in Headers)
        {
            text.Append($" {Hex(header.Name)}:{Hex(header.Value)}");
        }

        return text.ToString();
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static bool AreSame(byte[]? left, byte[]? right) =>
        left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
