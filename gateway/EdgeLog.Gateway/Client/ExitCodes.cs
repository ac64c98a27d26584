namespace EdgeLog.Gateway.Client;

/// <summary>What the process exits with.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage.</summary>
    public const int Usage = 2;

    /// <summary>Bad configuration: <c>EX_CONFIG</c>, which keeps systemd from restarting.</summary>
    public const int Config = 78;
}
