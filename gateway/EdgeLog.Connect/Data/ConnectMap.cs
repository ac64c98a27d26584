using System.Diagnostics.CodeAnalysis;

namespace EdgeLog.Connect;

/// <summary>
/// A map of Connect's data model: the value of a MAP schema, or a JSON object without schema. Keeps the order in which
/// keys were first put, so that what passes unchanged leaves as it came (Kafka's own order is arbitrary).
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Connect's word is map.")]
public sealed class ConnectMap : OrderedDictionary<object, object?>
{
    /// <summary>An empty map.</summary>
    public ConnectMap()
    {
    }

    /// <summary>An empty map with room for <paramref name="capacity"/> entries.</summary>
    public ConnectMap(int capacity)
        : base(capacity)
    {
    }

    /// <summary>A copy of <paramref name="other"/>.</summary>
    public ConnectMap(ConnectMap other)
        : base(other)
    {
    }
}
