namespace EdgeLog.Records;

/// <summary>Where each field of a batch's header stands, in bytes from the batch's start.</summary>
internal static class RecordBatchLayout
{
    public const int BaseOffset = 0;
    public const int Length = 8;
    public const int PartitionLeaderEpoch = 12;
    public const int Magic = 16;
    public const int Crc = 17;
    public const int Attributes = 21;
    public const int LastOffsetDelta = 23;
    public const int BaseTimestamp = 27;
    public const int MaxTimestamp = 35;
    public const int ProducerId = 43;
    public const int ProducerEpoch = 51;
    public const int BaseSequence = 53;
    public const int RecordCount = 57;

    public const byte MagicTwo = 2;
    public const short CodecBits = 0x07;
    public const short LogAppendTimeBit = 0x08;
    public const short TransactionalBit = 0x10;
    public const short ControlBit = 0x20;
    public const short DeleteHorizonBit = 0x40;

    // Kafka leaves it unused, and its readers take the low byte only: a batch so marked is read like any other.
    public const short UntrustedTimeBit = unchecked((short)0x8000);
}
