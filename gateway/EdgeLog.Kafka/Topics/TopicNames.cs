using System.Buffers;

namespace EdgeLog.Kafka.Topics;

/// <summary>Which topic names clients may use.</summary>
internal static class TopicNames
{
    private const int LengthMax = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// Whether Kafka allows <paramref name="name" />: 1 to 249 of its legal characters, and not a directory's name.
    /// </summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(Legal);

    /// <summary>
    /// Whether <paramref name="name" /> is the gateway's own: clients read such topics, but neither make nor write
    /// them.
    /// </summary>
    public static bool IsReserved(string name) => name.StartsWith("__", StringComparison.Ordinal);
}
