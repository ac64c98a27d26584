namespace EdgeLog.Storage.Tests;

/// <summary>How the log came to its end.</summary>
internal enum StopKind
{
    /// <summary>It was stopped, and all of that went well.</summary>
    Clean,

    /// <summary>It was being stopped when a fault happened: the next start may find it clean or not.</summary>
    Interrupted,

    /// <summary>The process ended or the power went.</summary>
    Crash,
}
