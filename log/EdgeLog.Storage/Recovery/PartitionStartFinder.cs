using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Finds where the recovery of a partition begins.</summary>
internal sealed class PartitionStartFinder(
    LogContext context, PartitionRepair repair, List<long> bases, List<string> findings)
{
    public PartitionStart Find()
    {
        var foreign = new ForeignSegments(context, repair, bases, findings);
        if (repair.Point is not { } point)
        {
            foreign.SetSealedAside(bases[0]);
            return PartitionStart.AtStart(bases[0], new LeaderEpochs([]));
        }

        foreign.SetAside(point);
        foreign.SetSealedAside(point.SegmentBaseOffset);
        long last = bases.FindLast(offset => offset <= point.SegmentBaseOffset);
        bool isThere = last == point.SegmentBaseOffset && bases.Contains(last);
        if (!isThere || new FileInfo(PathOf(last)).Length < point.Position)
        {
            findings.Add(
                $"{repair.Id}: segment {point.SegmentBaseOffset} does not have the {point.Position} bytes that were "
                + "flushed; what is there was scanned.");
            foreign.SetSealedAside(bases.Contains(last) ? last : bases[0]);
            long from = bases.Contains(last) ? last : bases[0];
            LeaderEpochs epochs = ReadEpochs((from, 0));
            return PartitionStart.AtStart(from, epochs);
        }

        LeaderEpochs history = ReadEpochs((last, point.Position));
        ProducerStates? producers = point.ProducersOffset < 0
            ? new ProducerStates()
            : ProducerSnapshot.Read(repair.Directory, point.ProducersOffset);
        if (producers is null)
        {
            findings.Add($"{repair.Id}: the producers' states were rebuilt from the log.");
            producers = new ProducerStates();
            Walk((last, point.Position), header => AddProducer(producers, header));
        }

        return new PartitionStart
        {
            SegmentBaseOffset = last,
            Position = point.Position,
            NextOffset = point.NextOffset,
            Producers = producers,
            SavedProducersOffset = point.ProducersOffset,
            Epochs = history,
            SavedEpochsCrc = history.IsDirty ? 0 : point.EpochsCrc,
        };
    }

    private LeaderEpochs ReadEpochs((long BaseOffset, long Position) end)
    {
        uint crc = repair.Point!.Value.EpochsCrc;
        bool hasNone = crc == 0 && bases[0] == end.BaseOffset && end.Position == 0;
        LeaderEpochs? saved = hasNone ? new LeaderEpochs([]) : LeaderEpochFile.Read(repair.Directory, crc);
        if (saved is not null)
        {
            return saved;
        }

        findings.Add($"{repair.Id}: the leader epochs were rebuilt from the log.");
        var epochs = new LeaderEpochs([]);
        LeaderEpoch last = repair.LastEpoch;
        Walk(end, header =>
        {
            if (header.PartitionLeaderEpoch <= last)
            {
                epochs.Add(header.PartitionLeaderEpoch, header.BaseOffset.Value);
            }
        });
        epochs.IsDirty = true;
        return epochs;
    }

    /// <summary>Every valid batch before a place.</summary>
    private void Walk((long BaseOffset, long Position) end, Action<RecordBatchHeader> visit)
    {
        foreach (long baseOffset in bases.Where(offset => offset <= end.BaseOffset))
        {
            using LogFile file = context.Files.OpenRead(PathOf(baseOffset));
            if (repair.Known.IsForeign(baseOffset, file))
            {
                continue;
            }

            using var scan = new SegmentScan(file);
            long length = baseOffset == end.BaseOffset ? Math.Min(end.Position, scan.Length) : scan.Length;
            scan.Length = length;
            for (long position = 0; position < length;)
            {
                if (scan.TryRead(position, out RecordBatchHeader header, out _))
                {
                    visit(header);
                    position += header.SizeBytes;
                }
                else
                {
                    position = scan.FindNext(position, baseOffset, long.MaxValue)?.Position ?? length;
                }
            }
        }
    }

    private void AddProducer(ProducerStates producers, in RecordBatchHeader header)
    {
        if (header.ProducerId >= 0 && !header.IsControl)
        {
            producers.Add(header, repair.Now.ToUnixTimeMilliseconds(), repair.Now);
        }
    }

    private string PathOf(long baseOffset) =>
        LogPaths.Segment(repair.Directory, baseOffset, LogPaths.LogSuffix);
}
