namespace EdgeLog.Testing;

/// <summary>A record with key, value and headers as text.</summary>
public sealed record TextRecord(string? Key, string? Value)
{
    public long TimestampMs { get; init; }

    public IReadOnlyList<KeyValuePair<string, string?>> Headers { get; init; } = [];

    /// <summary>The first header of that name, or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key == name).Value;
}
