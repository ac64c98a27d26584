namespace EdgeLog.Bridge;

/// <summary>A mirror in numbers, as of now. Counters are since the process was started.</summary>
public sealed record MirrorStatus
{
    /// <summary>The mirror's name.</summary>
    public required string Name { get; init; }

    /// <summary>The alias of the cluster it goes to.</summary>
    public required string To { get; init; }

    /// <summary>How it is doing.</summary>
    public required MirrorState State { get; init; }

    /// <summary>Records here that the target has not acknowledged.</summary>
    public required long BacklogRecords { get; init; }

    /// <summary>About how many bytes those take.</summary>
    public required long BacklogBytes { get; init; }

    /// <summary>
    /// How old the oldest of them is, by its own time; null where there is none or it cannot be told.
    /// </summary>
    public required TimeSpan? OldestAge { get; init; }

    /// <summary>Records acknowledged per second, over the last ten seconds or so.</summary>
    public required double RecordsPerSecond { get; init; }

    /// <summary>When the backlog is gone if things go on as they do; null where they do not go down.</summary>
    public required TimeSpan? DrainedIn { get; init; }

    /// <summary>Why it is down or stopped; null where it is not.</summary>
    public required string? LastError { get; init; }

    /// <summary>The number of the try that failed last; 0 where it is connected.</summary>
    public required int Attempt { get; init; }

    /// <summary>How long until the next try; null where none is due.</summary>
    public required TimeSpan? NextRetryIn { get; init; }

    /// <summary>How long the target has not been reached; null where it is connected.</summary>
    public required TimeSpan? DownFor { get; init; }

    /// <summary>How many topics it carries.</summary>
    public required int Topics { get; init; }

    /// <summary>Topics that wait while others go on.</summary>
    public required IReadOnlyList<MirrorTopicStatus> WaitingTopics { get; init; }

    /// <summary>What was out of the ordinary, the last few: gaps, topics created anew, topics left out.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Records acknowledged.</summary>
    public required long RecordsMirrored { get; init; }

    /// <summary>Bytes of batches acknowledged, as they went over the wire.</summary>
    public required long BytesMirrored { get; init; }

    /// <summary>Produce requests sent.</summary>
    public required long Requests { get; init; }

    /// <summary>Batches that had to be sent again.</summary>
    public required long Retries { get; init; }

    /// <summary>Records that may be in the target twice because it lost track of our sequence.</summary>
    public required long DuplicatesPossible { get; init; }

    /// <summary>Records deleted here before they were mirrored: the declared gaps.</summary>
    public required long GapRecords { get; init; }
}
