using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>
/// A subscription's topic filter: levels, of which <c>+</c> stands for any one and a last <c>#</c> for all that follow,
/// none included (MQTT 5, 4.7). A leading wildcard does not match topics that begin with <c>$</c>.
/// </summary>
internal sealed class TopicFilter
{
    private readonly string[] _levels;
    private readonly byte[][] _bytes;

    public TopicFilter(string text)
    {
        Text = text;
        _levels = text.Split('/');
        _bytes = [.. _levels.Select(Encoding.UTF8.GetBytes)];
    }

    public string Text { get; }

    public IReadOnlyList<string> Levels => _levels;

    /// <summary>Whether it may match more than one topic.</summary>
    public bool HasWildcard => Array.Exists(_levels, level => level is "+" or "#");

    /// <summary>Whether the bytes, known to be UTF-8, name a topic: at least one, no wildcard.</summary>
    public static bool IsTopicName(ReadOnlySpan<byte> topic) =>
        !topic.IsEmpty && topic.IndexOfAny((byte)'+', (byte)'#') < 0;

    /// <summary>Whether the text is a filter: each <c>+</c> alone in its level, <c>#</c> alone in the last.</summary>
    public static bool IsFilter(string filter)
    {
        if (filter.Length == 0)
        {
            return false;
        }

        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            var level = levels[i];
            var hasWildcard = level.AsSpan().IndexOfAny('+', '#') >= 0;
            if (hasWildcard && (level.Length > 1 || (level == "#" && i != levels.Length - 1)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a filter from a packet; throws Malformed Packet where it is none (MQTT 5, 4.7.1).</summary>
    public static string ReadFilter(ref FieldReader fields)
    {
        var filter = Encoding.UTF8.GetString(fields.ReadText());
        return IsFilter(filter)
            ? filter
            : throw MqttProtocolException.Malformed(
                $"\"{filter}\" is not a topic filter: + and # stand alone, # is last.");
    }

    /// <summary>Whether a topic, given as its bytes, matches.</summary>
    public bool Matches(ReadOnlySpan<byte> topic)
    {
        var rest = topic;
        for (var i = 0; i < _bytes.Length; i++)
        {
            var level = _bytes[i];
            var isWildcard = level is [(byte)'+'] or [(byte)'#'];
            if (i == 0 && isWildcard && topic.StartsWith("$"u8))
            {
                return false;
            }

            if (level is [(byte)'#'])
            {
                return true;
            }

            var slash = rest.IndexOf((byte)'/');
            if (!isWildcard && !rest[..(slash < 0 ? rest.Length : slash)].SequenceEqual(level))
            {
                return false;
            }

            if (slash < 0)
            {
                // "a/#" also matches "a".
                return i == _bytes.Length - 1 || (i == _bytes.Length - 2 && _bytes[i + 1] is [(byte)'#']);
            }

            rest = rest[(slash + 1)..];
        }

        return false;
    }

    /// <summary>Whether a topic, given as its levels, matches.</summary>
    public bool Matches(ReadOnlySpan<string> topicLevels)
    {
        for (var i = 0; i < _levels.Length; i++)
        {
            var level = _levels[i];
            var isWildcard = level is "+" or "#";
            if (i == 0 && isWildcard && topicLevels[0].StartsWith('$'))
            {
                return false;
            }

            if (level == "#")
            {
                return true;
            }

            if (i >= topicLevels.Length
                || (!isWildcard && !string.Equals(level, topicLevels[i], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return topicLevels.Length == _levels.Length;
    }
}
