namespace EdgeLog.PowerCut;

/// <summary>Which promise was broken.</summary>
internal enum FindingKind
{
    /// <summary>An acknowledged record is not there.</summary>
    Lost,

    /// <summary>A record that a reader was shown is not there any more, or is another.</summary>
    TakenBack,

    /// <summary>A record is there more often than its client sent it.</summary>
    Repeated,

    /// <summary>A client's records are not in the order it sent them, or not at the offset it was told.</summary>
    Disorder,

    /// <summary>A record's bytes are not those sent, or a batch's checksum is wrong.</summary>
    Garbage,

    /// <summary>The gateway did not start, ended by itself, refused a client or did not answer.</summary>
    Failed,
}
