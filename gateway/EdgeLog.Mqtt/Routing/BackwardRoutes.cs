using System.Collections.Concurrent;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>
/// Log topic and key → MQTT topic, remembered, for records of Kafka clients. Safe from any thread; the routes
/// are replaced whole.
/// </summary>
internal sealed class BackwardRoutes(int topicsMax)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private volatile Reading _reading = new(null);
    private long _unreadable;

    /// <summary>Records that came to topics of routes and for which no MQTT topic was found.</summary>
    public long UnreadableCount => Interlocked.Read(ref _unreadable);

    /// <summary>Puts routes into force.</summary>
    public void Use(RouteTable routes) => _reading = new Reading(routes);

    /// <summary>The MQTT topic of a record without one in its header; empty where there is none.</summary>
    public ReadOnlySpan<byte> Find(string topic, scoped in Record record)
    {
        var reading = _reading;
        if (reading.Routes is not { } routes)
        {
            return default;
        }

        var found = routes.ReadsHeaders ? Read(routes, topic, record) : Recall(reading, routes, topic, record);
        if (found.Length == 0)
        {
            Interlocked.Increment(ref _unreadable);
        }

        return found;
    }

    private byte[] Recall(Reading reading, RouteTable routes, string topic, scoped in Record record)
    {
        if (!record.HasKey)
        {
            return Read(routes, topic, record);
        }

        var known = reading.Known.GetOrAdd(
            topic, static _ => new ConcurrentDictionary<byte[], byte[]>(Utf8Comparer.Instance));
        if (known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(record.Key, out var mqttTopic))
        {
            return mqttTopic;
        }

        mqttTopic = Read(routes, topic, record);
        if (known.Count >= topicsMax)
        {
            known.Clear();
        }

        return known[record.Key.ToArray()] = mqttTopic;
    }

    private static byte[] Read(RouteTable routes, string topic, scoped in Record record)
    {
        // A longer key is no MQTT topic, nor a part of one.
        if (record.Key.Length > ushort.MaxValue || !FieldReader.IsText(record.Key))
        {
            return [];
        }

        var key = record.HasKey ? Encoding.UTF8.GetString(record.Key) : null;
        var headers = routes.ReadsHeaders ? ReadHeaders(record) : NoHeaders;
        return routes.ReadBackwards(topic, key, headers).MqttTopic is { } found ? Encoding.UTF8.GetBytes(found) : [];
    }

    private static Dictionary<string, string> ReadHeaders(scoped in Record record)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in record.Headers)
        {
            if (header.HasValue && FieldReader.IsText(header.Name) && FieldReader.IsText(header.Value))
            {
                headers.TryAdd(Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
            }
        }

        return headers;
    }

    private sealed record Reading(RouteTable? Routes)
    {
        public ConcurrentDictionary<string, ConcurrentDictionary<byte[], byte[]>> Known { get; } =
            new(StringComparer.Ordinal);
    }
}
