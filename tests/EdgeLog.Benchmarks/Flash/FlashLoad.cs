namespace EdgeLog.Benchmarks.Flash;

/// <summary>What is sent: so many messages a second, one after the other to so many partitions.</summary>
/// <param name="Partitions">How many partitions take turns.</param>
/// <param name="MessagesPerSecond">The pace, over all partitions; 0: as fast as the disk takes it.</param>
/// <param name="Payload">What the messages hold.</param>
internal sealed record FlashLoad(int Partitions, int MessagesPerSecond, FlashPayload Payload)
{
    public bool IsBulk => MessagesPerSecond == 0;

    public override string ToString() => this switch
    {
        { IsBulk: true } => "bulk stream",
        { Partitions: > 1 } => $"{Partitions} partitions × {MessagesPerSecond / Partitions}/s",
        _ => $"1 partition × {MessagesPerSecond}/s",
    };
}
