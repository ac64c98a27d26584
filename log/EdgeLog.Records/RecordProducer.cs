namespace EdgeLog.Records;

/// <summary>What an idempotent or transactional producer puts on a batch.</summary>
/// <param name="Id">The producer's id; -1 is none.</param>
/// <param name="Epoch">The producer's epoch; -1 is none.</param>
/// <param name="BaseSequence">The first record's sequence number; -1 is none.</param>
public readonly record struct RecordProducer(long Id, short Epoch, int BaseSequence)
{
    /// <summary>A producer that is not idempotent.</summary>
    public static RecordProducer None => new(-1, -1, -1);
}
