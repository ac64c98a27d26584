namespace EdgeLog.Network.Security;

/// <summary>The bounds of logins, each with the reason for its default.</summary>
public sealed record SecurityLimits
{
    /// <summary>The defaults.</summary>
    public static SecurityLimits Default { get; } = new();

    /// <summary>
    /// Failures of one user from one address that cost nothing: 3, a person's typing errors.
    /// </summary>
    public int FreeFailures { get; init; } = 3;

    /// <summary>
    /// Users that may fail from one address before the address itself is slowed down: 20, a hall of devices behind one
    /// router after a changed password; whoever tries names has thousands.
    /// </summary>
    public int FreeUsersPerAddress { get; init; } = 20;

    /// <summary>The first wait: 1 s, doubled with each failure.</summary>
    public TimeSpan FirstPenalty { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait: 60 s, so that a mended device is back within a minute.</summary>
    public TimeSpan PenaltyMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After how long without a failure it is forgotten: 10 min.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures remembered: 4,096, some 600 KB; the oldest goes first.</summary>
    public int RememberedMax { get; init; } = 4_096;
}
