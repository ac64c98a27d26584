using System.Text.Json;

namespace EdgeLog.Connect.Tests;

/// <summary>What came of a case: a record, nothing, or an exception by Java's name.</summary>
internal sealed record GoldenResult
{
    public bool Dropped { get; init; }

    public string? Topic { get; init; }

    public string? Key { get; init; }

    public string? Value { get; init; }

    public string? Error { get; init; }

    public string? Message { get; init; }

    public static GoldenResult Read(JsonElement json) => new()
    {
        Dropped = json.TryGetProperty("dropped", out _),
        Topic = Find(json, "topic"),
        Key = Find(json, "key"),
        Value = Find(json, "value"),
        Error = Find(json, "error"),
        Message = Find(json, "message"),
    };

    /// <summary>The same without what may differ: the order of a map's entries, which Kafka scrambles.</summary>
    public GoldenResult Normalized() => Error is null
        ? this with { Key = Sorted(Key), Value = Sorted(Value) }
        : new GoldenResult { Error = Error, Message = Message };

    private static string? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement found) ? found.GetString() : null;

    private static string? Sorted(string? text)
    {
        if (text is null || text.Length == 0 || !"{[\"".Contains(text[0]))
        {
            return text;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Sorted(document.RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Sorted(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", json.EnumerateObject()
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}:{Sorted(property.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", json.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => $"\"{json.GetString()}\"",
        _ => json.GetRawText(),
    };
}
