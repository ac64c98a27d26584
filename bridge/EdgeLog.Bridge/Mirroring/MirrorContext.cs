using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Bridge;

/// <summary>What the parts of one mirror share: its settings, its clock, its loop's signal, its voice.</summary>
internal sealed record MirrorContext
{
    public required LogDirectory Log { get; init; }

    public required MirrorSettings Settings { get; init; }

    public required ClientSettings Client { get; init; }

    public required MirrorLimits Limits { get; init; }

    /// <summary>This mirror's share of <see cref="MirrorLimits.BufferBytes"/>.</summary>
    public required int BufferBytes { get; init; }

    public required LoopTimes Times { get; init; }

    public required DialBroker Dial { get; init; }

    public required ILogger Logger { get; init; }

    public required MirrorReport Report { get; init; }

    public LoopSignal Signal { get; } = new();

    /// <summary>Back-off of partitions, topics and brokers; the whole mirror's is Polly's.</summary>
    public required Backoff Backoff { get; init; }

    /// <summary>One request's size: what fits twice into the mirror's share, beside what is read for it.</summary>
    public int RequestBytes => Math.Min(Limits.RequestBytes, BufferBytes / 3);

    /// <summary>How many requests may be under construction or being written at once.</summary>
    public int FramesMax => Math.Max(1, (BufferBytes - RequestBytes) / RequestBytes);
}
