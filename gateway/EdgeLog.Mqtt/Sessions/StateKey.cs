using System.Globalization;
using System.Text;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// The keys of the records in <see cref="StateTopic"/>: a word, a colon, a name and, behind a zero byte, what the name
/// has several of. Neither names nor filters contain zero bytes.
/// </summary>
internal static class StateKey
{
    public static byte[] Session(string clientId) => Make("session", clientId, null);

    public static byte[] Subscription(string clientId, string filter) => Make("subscription", clientId, filter);

    public static byte[] Position(string clientId, Partition partition) =>
        Make("position", clientId, NameOf(partition));

    public static byte[] Incoming(string clientId) => Make("incoming", clientId, null);

    public static byte[] Will(string clientId) => Make("will", clientId, null);

    /// <summary>The position of a share; <paramref name="share"/> is its whole filter.</summary>
    public static byte[] Shared(string share, Partition partition) => Make("shared", share, NameOf(partition));

    public static byte[] Watched(Topic topic) => Make("watched", topic.Id.ToString("N"), null);

    public static byte[] Retained(ReadOnlySpan<byte> mqttTopic) => [.. "retained:"u8, .. mqttTopic];

    /// <summary>Takes a key apart; false where it is none of these.</summary>
    public static bool TryParse(ReadOnlySpan<byte> key, out string word, out string name, out string detail)
    {
        (word, name, detail) = (string.Empty, string.Empty, string.Empty);
        var colon = key.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        word = Encoding.UTF8.GetString(key[..colon]);
        var rest = key[(colon + 1)..];
        var zero = rest.IndexOf((byte)0);
        name = Encoding.UTF8.GetString(zero < 0 ? rest : rest[..zero]);
        detail = zero < 0 ? string.Empty : Encoding.UTF8.GetString(rest[(zero + 1)..]);
        return true;
    }

    /// <summary>The partition that a key's detail names; null where it is no more.</summary>
    public static Partition? FindPartition(LogDirectory log, string detail)
    {
        var slash = detail.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && Guid.TryParseExact(detail[..slash], "N", out var id)
            && int.TryParse(detail.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && log.Topics.Find(id) is { } topic
            && index < topic.Partitions.Length
                ? topic.Partitions[index]
                : null;
    }

    private static string NameOf(Partition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Topic.Id:N}/{partition.Id.Partition}");

    private static byte[] Make(string word, string name, string? detail) =>
        Encoding.UTF8.GetBytes(detail is null ? $"{word}:{name}" : $"{word}:{name}\0{detail}");
}
