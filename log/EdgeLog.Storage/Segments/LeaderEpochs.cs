using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Which leader epoch began at which offset: how a reader that followed another life of this log finds where they part.
/// Appended to by the writer; an unchanging array for readers.
/// </summary>
internal sealed class LeaderEpochs
{
    private LeaderEpochStart[] _starts;

    public LeaderEpochs(IEnumerable<LeaderEpochStart> starts) => _starts = [.. starts];

    public ReadOnlySpan<LeaderEpochStart> Starts => Volatile.Read(ref _starts);

    /// <summary>The epoch that began last; 0 where there is none.</summary>
    public int Last => Starts is [.., var last] ? last.Epoch.Value : 0;

    /// <summary>Whether something was added since the history was last saved. Writer's.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether a batch at <paramref name="offset"/> has the epoch that it was appended in.</summary>
    public bool Matches(LeaderEpoch epoch, long offset)
    {
        ReadOnlySpan<LeaderEpochStart> starts = Starts;
        int at = starts.Length - 1;
        while (at >= 0 && starts[at].StartOffset > offset)
        {
            at--;
        }

        return at < 0 || starts[at].Epoch == epoch;
    }

    /// <summary>
    /// Takes note that a batch of <paramref name="epoch"/> was appended at <paramref name="offset"/>, and forgets the
    /// epochs that ended before <paramref name="logStartOffset"/>.
    /// </summary>
    public void Add(LeaderEpoch epoch, long offset, long logStartOffset = 0)
    {
        LeaderEpochStart[] starts = _starts;
        if (starts.Length > 0 && starts[^1].Epoch >= epoch)
        {
            return;
        }

        int ended = 0;
        while (ended + 1 < starts.Length && starts[ended + 1].StartOffset <= logStartOffset)
        {
            ended++;
        }

        Volatile.Write(ref _starts, [.. starts.AsSpan(ended), new LeaderEpochStart(epoch, offset)]);
        IsDirty = true;
    }

    /// <summary>Forgets what began at or behind <paramref name="offset"/>: it was truncated.</summary>
    public void TruncateTo(long offset)
    {
        LeaderEpochStart[] kept = Array.FindAll(_starts, start => start.StartOffset < offset);
        IsDirty |= kept.Length != _starts.Length;
        Volatile.Write(ref _starts, kept);
    }

    /// <summary>
    /// The latest epoch not younger than <paramref name="epoch"/>, and the offset behind its last record; none where
    /// it is older than all that is known or younger than <paramref name="current"/>.
    /// </summary>
    public (LeaderEpoch Epoch, Offset EndOffset) EndOffsetFor(LeaderEpoch epoch, LeaderEpoch current, Offset end)
    {
        if (epoch == current)
        {
            return (current, end);
        }

        ReadOnlySpan<LeaderEpochStart> starts = Starts;
        if (epoch > current || starts.Length == 0 || epoch < starts[0].Epoch)
        {
            return (LeaderEpoch.None, new Offset(-1));
        }

        int last = starts.Length - 1;
        while (starts[last].Epoch > epoch)
        {
            last--;
        }

        Offset endOffset = last == starts.Length - 1 ? end : new Offset(starts[last + 1].StartOffset);
        return (starts[last].Epoch, endOffset);
    }
}
