namespace EdgeLog.PowerCut;

/// <summary>A hash over a run of records, by which two readings of it are compared (FNV-1a over words).</summary>
internal static class RecordHash
{
    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, long offset, ReadOnlySpan<byte> value)
    {
        hash = (hash ^ (ulong)offset) * Prime;
        foreach (byte one in value[..Math.Min(value.Length, Message.HeaderBytes)])
        {
            hash = (hash ^ one) * Prime;
        }

        return (hash ^ (ulong)value.Length) * Prime;
    }
}
