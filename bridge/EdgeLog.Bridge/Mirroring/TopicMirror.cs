using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>One source topic on its way to its topic in the target. Owned by the mirror's loop.</summary>
internal sealed class TopicMirror(Topic source, string target)
{
    private PartitionMirror[] _partitions = [];
    private int _turn;

    public Topic Source { get; } = source;

    public string Target { get; } = target;

    /// <summary>Its partitions by index; an array that never changes, replaced when partitions are added.</summary>
    public IReadOnlyList<PartitionMirror> Partitions => Volatile.Read(ref _partitions);

    /// <summary>When the target may be asked about the topic again; 0 is at once.</summary>
    public long AskAt { get; set; }

    /// <summary>How often in a row the target had no good answer.</summary>
    public int Failures { get; set; }

    /// <summary>Why the whole topic waits; null where it does not.</summary>
    public PartitionTrouble? Trouble { get; set; }

    /// <summary>Whether some partition has no known leader in the target.</summary>
    public bool NeedsLeaders => Array.Exists(_partitions, partition => partition.Leader < 0);

    public void Add(PartitionMirror partition) =>
        Volatile.Write(ref _partitions, [.. _partitions, partition]);

    /// <summary>The partitions in an order that begins with another one each time, so that none is starved.</summary>
    public IEnumerable<PartitionMirror> InTurn()
    {
        int first = _turn++;
        for (int i = 0; i < _partitions.Length; i++)
        {
            yield return _partitions[(int)((uint)(first + i) % (uint)_partitions.Length)];
        }
    }
}
