namespace EdgeLog.Storage;

/// <summary>A segment as an audit looks at it: its file, and what it has to hold.</summary>
internal sealed record AuditSubject
{
    public required LogFile File { get; init; }

    public required long BaseOffset { get; init; }

    /// <summary>How far its bytes go.</summary>
    public required long EndPosition { get; init; }

    /// <summary>
    /// The offset at which the next segment begins, in an active one the high watermark: before it nothing may be
    /// missing.
    /// </summary>
    public required long NextOffset { get; init; }

    /// <summary>Whether another segment follows, so that no batch may reach beyond <see cref="NextOffset"/>.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>Whether offsets may be missing, because the topic is compacted.</summary>
    public required bool MayHaveHoles { get; init; }

    /// <summary>The partition's leader epochs; null where they are not sure.</summary>
    public required LeaderEpochs? Epochs { get; init; }

    /// <summary>The segment's ranges that are known to be damaged, in order.</summary>
    public required IReadOnlyList<QuarantinedRange> Known { get; init; }
}
