using System.Runtime.InteropServices;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// The partitions a client fetches, remembered between requests (KIP-227) or, without a session, for one. Used by one
/// connection at a time, which owns it meanwhile; the bookkeeping of sessions belongs to <see cref="FetchSessions"/>.
/// </summary>
internal sealed class FetchSession
{
    // What a large request leaves behind is not kept for the small ones that follow.
    private const int CapacityKeptMax = 1_000;

    private readonly Dictionary<FetchKey, FetchPartition> _byKey = [];
    private readonly List<FetchPartition> _partitions = [];
    private readonly List<FetchPartition> _served = [];

    /// <summary>The session's number; 0 is none.</summary>
    public int Id { get; set; }

    /// <summary>The epoch the next request must carry.</summary>
    public int NextEpoch { get; set; }

    /// <summary>Whether topics are named by id; a session does not change that.</summary>
    public bool UsesTopicIds { get; set; }

    /// <summary>Whether the response tells only what changed.</summary>
    public bool IsIncremental { get; set; }

    /// <summary>Whether a connection is using it.</summary>
    public bool IsInUse { get; set; }

    /// <summary>The monotonic timestamp of its last use.</summary>
    public long LastUsed { get; set; }

    /// <summary>How many partitions the session was charged for.</summary>
    public int ChargedPartitions { get; set; }

    /// <summary>In the order of service: those just served come last.</summary>
    public ReadOnlySpan<FetchPartition> Partitions => CollectionsMarshal.AsSpan(_partitions);

    /// <summary>Whether a partition has an error to tell, as of the last look.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Forgets all partitions.</summary>
    public void Clear()
    {
        _byKey.Clear();
        _partitions.Clear();
        _served.Clear();
        if (_byKey.Capacity > CapacityKeptMax)
        {
            _byKey.TrimExcess();
            _partitions.TrimExcess();
            _served.TrimExcess();
        }

        IsIncremental = false;
        Id = 0;
    }

    /// <summary>Adds or moves the partitions a request names, and drops those it wants no more.</summary>
    public void Update(FetchRequest request)
    {
        foreach (var topic in request.Topics)
        {
            foreach (var wanted in topic.Partitions)
            {
                var key = new FetchKey(topic.Name, topic.TopicId, wanted.Index);
                ref var partition = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var isKnown);
                if (!isKnown)
                {
                    partition = new FetchPartition(key);
                    _partitions.Add(partition);
                }

                partition!.Update(wanted);
            }
        }

        foreach (var topic in request.ForgottenTopics)
        {
            foreach (var index in topic.Partitions)
            {
                if (_byKey.Remove(new FetchKey(topic.Name, topic.TopicId, index), out var forgotten))
                {
                    forgotten.IsForgotten = true;
                }
            }
        }

        if (request.ForgottenTopics.Count > 0)
        {
            _partitions.RemoveAll(static partition => partition.IsForgotten);
        }
    }

    /// <summary>Sees what there is; returns about how many bytes a response could carry.</summary>
    public long Look(TopicCatalog topics)
    {
        long availableBytes = 0;
        HasErrors = false;
        foreach (var partition in Partitions)
        {
            partition.Look(topics);
            availableBytes += Math.Min(partition.AvailableBytes, Math.Max(1, partition.BytesMax));
            HasErrors |= partition.Error != ErrorCode.None;
        }

        return availableBytes;
    }

    public void Listen(IHighWatermarkListener listener)
    {
        foreach (var partition in Partitions)
        {
            partition.Listen(listener);
        }
    }

    public void StopListening(IHighWatermarkListener listener)
    {
        foreach (var partition in Partitions)
        {
            partition.StopListening(listener);
        }
    }

    /// <summary>Chooses the partitions of the response: all of them, or those with news.</summary>
    public void Include()
    {
        foreach (var partition in Partitions)
        {
            partition.IsIncluded = !IsIncremental || partition.HasNews;
            partition.BytesSent = 0;
        }
    }

    /// <summary>
    /// The response is made: notes what it told, and puts those it served behind the others, for fairness.
    /// </summary>
    public void OnResponded()
    {
        _served.Clear();
        foreach (var partition in Partitions)
        {
            if (partition.IsIncluded)
            {
                partition.OnTold();
            }

            if (partition.BytesSent > 0)
            {
                _served.Add(partition);
            }
        }

        if (_served.Count > 0 && _served.Count < _partitions.Count)
        {
            _partitions.RemoveAll(static partition => partition.BytesSent > 0);
            _partitions.AddRange(_served);
        }
    }
}
