namespace EdgeLog.Storage;

/// <summary>Asks the writer which offset each producer of a partition has got to.</summary>
internal sealed class ProducerTailsCommand(Partition partition) : WriterCommand
{
    private readonly Dictionary<long, long> _tails = [];

    /// <summary>The last offset by producer id, once the command is done.</summary>
    public IReadOnlyDictionary<long, long> Tails => _tails;

    public override void ExecuteOnWriter(LogWriter writer)
    {
        foreach ((long producerId, ProducerEntry entry) in partition.Writer.Producers.Entries)
        {
            if (entry.Count > 0)
            {
                _tails[producerId] = entry[entry.Count - 1].LastOffset;
            }
        }
    }

    public override void ExecuteOnFlusher(Flusher flusher)
    {
    }
}
