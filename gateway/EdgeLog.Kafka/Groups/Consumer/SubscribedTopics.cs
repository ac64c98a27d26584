using System.Text.RegularExpressions;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>Which topics members read, by name or by pattern, and what those look like now.</summary>
internal sealed class SubscribedTopics(TopicCatalog catalog)
{
    /// <summary>A pattern may take that long over all topics: it comes from a client.</summary>
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Patterns remembered: a member's is needed at each of its heartbeats.</summary>
    private const int PatternsMax = 100;

    private readonly Dictionary<string, Regex?> _patterns = new(StringComparer.Ordinal);

    /// <summary>The pattern, for whole names; null where it is none. Runs in linear time, as RE2 does.</summary>
    public static Regex? Parse(string pattern)
    {
        try
        {
            return new Regex(
                $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The topics a member reads, those that exist.</summary>
    public IEnumerable<Topic> Of(ConsumerMember member)
    {
        foreach (var name in member.Topics)
        {
            if (catalog.Find(name) is { } topic)
            {
                yield return topic;
            }
        }

        if (string.IsNullOrEmpty(member.Pattern) || Remembered(member.Pattern) is not { } pattern)
        {
            yield break;
        }

        foreach (var topic in catalog.Snapshot.Values)
        {
            if (!topic.IsInternal && !member.Topics.Contains(topic.Name) && Matches(pattern, topic.Name))
            {
                yield return topic;
            }
        }
    }

    /// <summary>All topics of all members, with how many partitions each has.</summary>
    public Dictionary<Guid, int> PartitionCounts(IEnumerable<ConsumerMember> members) => members
        .SelectMany(Of).DistinctBy(topic => topic.Id).ToDictionary(topic => topic.Id, topic => topic.Partitions.Length);

    /// <summary>One number that is another where a topic came, went or grew.</summary>
    public static long Hash(IReadOnlyDictionary<Guid, int> partitionCounts)
    {
        if (partitionCounts.Count == 0)
        {
            return 0;
        }

        // FNV-1a: the same in every process, as it is stored.
        var hash = 0xcbf29ce484222325UL;
        Span<byte> bytes = stackalloc byte[20];
        foreach (var (id, count) in partitionCounts.OrderBy(topic => topic.Key))
        {
            id.TryWriteBytes(bytes);
            BitConverter.TryWriteBytes(bytes[16..], count);
            foreach (var one in bytes)
            {
                hash = (hash ^ one) * 0x100000001b3UL;
            }
        }

        return unchecked((long)hash);
    }

    private Regex? Remembered(string text)
    {
        if (!_patterns.TryGetValue(text, out var pattern))
        {
            if (_patterns.Count == PatternsMax)
            {
                _patterns.Clear();
            }

            pattern = Parse(text);
            _patterns.Add(text, pattern);
        }

        return pattern;
    }

    private static bool Matches(Regex pattern, string name)
    {
        try
        {
            return pattern.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
