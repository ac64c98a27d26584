namespace EdgeLog.Bridge;

/// <summary>What became of a batch.</summary>
internal enum BatchOutcome
{
    /// <summary>To be sent.</summary>
    Waiting = 0,

    /// <summary>Sent, and not answered yet.</summary>
    InFlight,

    /// <summary>The target has it.</summary>
    Acknowledged,

    /// <summary>The target refused it.</summary>
    Refused,

    /// <summary>The connection ended before the answer came.</summary>
    Lost,
}
