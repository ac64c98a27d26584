namespace EdgeLog.Bridge;

/// <summary>Compares property maps by content.</summary>
internal static class PropertyMaps
{
    public static bool AreEqual(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count
        && left.All(pair => right.TryGetValue(pair.Key, out string? value) && value == pair.Value);
}
