using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>Which log topics MQTT messages may go to.</summary>
internal static class TopicNames
{
    /// <summary>Where messages go that no route matches.</summary>
    public const string Unrouted = "mqtt";

    private const int LengthMax = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Replaces every character that Kafka refuses in a topic.</summary>
    public static string Sanitize(string name) =>
        name.AsSpan().ContainsAnyExcept(Legal)
            ? string.Create(name.Length, name, static (chars, source) =>
            {
                for (var i = 0; i < chars.Length; i++)
                {
                    chars[i] = Legal.Contains(source[i]) ? source[i] : '_';
                }
            })
            : name;

    /// <summary>Whether it is a topic's name and not one of the gateway's own.</summary>
    public static bool IsAllowed(string name) =>
        name.Length is > 0 and <= LengthMax
        && name is not "." and not ".."
        && !name.StartsWith("__", StringComparison.Ordinal)
        && !name.AsSpan().ContainsAnyExcept(Legal);
}
