using System.Buffers;

namespace EdgeLog.Storage;

/// <summary>The rules for topic names: Kafka's.</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    private static readonly SearchValues<char> Legal = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>What is wrong with a name, in Kafka's words, or null.</summary>
    public static string? ProblemWith(string name) => name switch
    {
        "" => "Topic name is invalid: the empty string is not allowed",
        "." => "Topic name is invalid: '.' is not allowed",
        ".." => "Topic name is invalid: '..' is not allowed",
        { Length: > MaxLength } =>
            $"Topic name is invalid: the length of '{name}' is longer than the max allowed length {MaxLength}",
        _ when name.AsSpan().ContainsAnyExcept(Legal) =>
            $"Topic name is invalid: '{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' "
            + "and '-'",
        _ => null,
    };

    /// <summary>
    /// Two names that differ in dots and underscores only would have the same metrics; Kafka refuses the second.
    /// </summary>
    public static string CollisionKey(string name) => name.Replace('.', '_');
}
