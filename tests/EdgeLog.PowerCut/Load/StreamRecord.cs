namespace EdgeLog.PowerCut;

/// <summary>A <see cref="StreamLedger"/> as it is saved.</summary>
internal sealed class StreamRecord
{
    /// <summary>The number of the next new message.</summary>
    public long Next { get; set; }

    /// <summary>All before it were acknowledged.</summary>
    public long Oldest { get; set; }

    /// <summary>Those behind it that were acknowledged too.</summary>
    public List<long> AcknowledgedAhead { get; set; } = [];

    /// <summary>Sent and not acknowledged, oldest first.</summary>
    public List<Batch> Unacknowledged { get; set; } = [];

    /// <summary>Everything that was ever sent again, as often as it was.</summary>
    public List<Batch> SentAgain { get; set; } = [];

    /// <summary>Offsets that the gateway told, and what it gave them to, until they are judged.</summary>
    public Dictionary<long, Batch> Offsets { get; set; } = [];

    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; } = -1;

    /// <summary>The message that has the producer's sequence number 0.</summary>
    public long ProducerBase { get; set; }
}
