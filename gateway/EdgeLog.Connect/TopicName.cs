using System.Buffers;

namespace EdgeLog.Connect;

/// <summary>Whether a transform may send a record to a topic of this name.</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>
    /// What is wrong with the name, or null. The gateway's own topics are not for transforms to write to.
    /// </summary>
    public static string? Check(string name)
    {
        if (name.Length is 0 or > MaxLength || name is "." or ".." || name.AsSpan().ContainsAnyExcept(Legal))
        {
            return $"Invalid topic \"{name}\": a name has 1 to {MaxLength} characters out of a-z A-Z 0-9 . _ -";
        }

        return name.StartsWith("__", StringComparison.Ordinal)
            ? $"Topic {name} is internal to the gateway: transforms must not send records there"
            : null;
    }
}
