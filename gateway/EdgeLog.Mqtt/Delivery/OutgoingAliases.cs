namespace EdgeLog.Mqtt;

/// <summary>
/// The topic aliases towards one MQTT 5 client (3.3.2.3.4): the first topics get them, as many as it takes. Guarded by
/// its session's lock.
/// </summary>
internal sealed class OutgoingAliases(int aliasMax)
{
    private readonly Dictionary<byte[], int> _aliases = new(Utf8Comparer.Instance);

    /// <summary>The alias of a topic, 0 where it has none; and whether the client knows it.</summary>
    public (int Alias, bool IsKnown) Find(ReadOnlySpan<byte> topic)
    {
        if (_aliases.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var alias))
        {
            return (alias, true);
        }

        return (_aliases.Count < aliasMax ? _aliases.Count + 1 : 0, false);
    }

    /// <summary>Notes that the client was told one that <see cref="Find"/> offered.</summary>
    public void Tell(ReadOnlySpan<byte> topic, int alias) =>
        _aliases.GetAlternateLookup<ReadOnlySpan<byte>>()[topic] = alias;
}
