namespace EdgeLog.Connect;

/// <summary>
/// Equality of values of the data model by content, as Java's <c>Objects.equals</c> and <c>Arrays.equals</c> give.
/// </summary>
internal static class DataEquality
{
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (List<object?> a, List<object?> b) =>
            a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (ConnectMap a, ConnectMap b) => MapsEqual(a, b),
        _ => left.Equals(right),
    };

    private static bool MapsEqual(ConnectMap left, ConnectMap right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((object key, object? value) in left)
        {
            if (!right.TryGetValue(key, out object? other) || !AreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
