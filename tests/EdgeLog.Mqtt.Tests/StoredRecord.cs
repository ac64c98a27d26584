namespace EdgeLog.Mqtt.Tests;

/// <summary>A record read back from the log.</summary>
internal sealed record StoredRecord(string? Key, string? Value, IReadOnlyList<(string Name, string? Value)> Headers)
{
    public string? Header(string name) => Headers.FirstOrDefault(h => h.Name == name).Value;
}
