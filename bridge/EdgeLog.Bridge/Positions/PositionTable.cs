using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>Positions to and from records.</summary>
internal static class PositionTable
{
    /// <summary>
    /// Adds the positions in <paramref name="batches"/>; a later one of the same key replaces an earlier one.
    /// </summary>
    public static void Add(Dictionary<PositionKey, PositionEntry> last, ReadOnlySpan<byte> batches, Offset from)
    {
        using var records = new RecordBatchReader(batches, from);
        while (records.MoveNext())
        {
            if (PositionFormat.Read(records.Current) is { } entry)
            {
                last[entry.Key] = entry;
            }
        }
    }

    /// <summary>Writes positions as records stamped <paramref name="stamp"/>.</summary>
    public static RecordRun Encode(IReadOnlyList<PositionEntry> entries, RecordStamp stamp)
    {
        RecordRun run = RecordRun.Rent();
        foreach (PositionEntry entry in entries)
        {
            run.BeginRecord(stamp);
            run.WriteKey(PositionFormat.WriteKey(entry.Key));
            if (entry.Position is { } position)
            {
                run.WriteValue(PositionFormat.WriteValue(position, entry.Gateway));
            }
            else
            {
                run.WriteNullValue();
            }

            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }
}
