namespace EdgeLog.Gateway.Logging;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>Time and level in words.</summary>
    Terminal,

    /// <summary>journald stamps the time itself and reads the level from <c>&lt;3&gt;</c>.</summary>
    Journal,
}
