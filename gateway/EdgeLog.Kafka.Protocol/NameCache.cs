using System.Text;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Turns the UTF-8 of names that come again and again (topics, client ids) into the same string each time. A fixed
/// table: a newer name replaces an older one in its slot, so it never grows. Not for several threads at once: one per
/// connection.
/// </summary>
public sealed class NameCache
{
    private const int Slots = 256;
    private const int NameBytesMax = 249;

    private readonly byte[]?[] _keys = new byte[Slots][];
    private readonly string?[] _names = new string[Slots];

    /// <summary>The string of <paramref name="utf8"/>.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > NameBytesMax)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var slot = SlotOf(utf8);
        if (_keys[slot] is { } key && utf8.SequenceEqual(key))
        {
            return _names[slot]!;
        }

        var name = Encoding.UTF8.GetString(utf8);
        _keys[slot] = utf8.ToArray();
        _names[slot] = name;
        return name;
    }

    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        // FNV-1a: names are short, and a peer that makes names collide only loses its own caching.
        var hash = 2166136261u;
        foreach (var b in utf8)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Slots);
    }
}
