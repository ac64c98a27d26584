namespace EdgeLog.Network.Security;

/// <summary>Why someone was not let in.</summary>
public enum LoginError
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>No such user, or not its password.</summary>
    BadCredentials,

    /// <summary>Known, or nobody in particular, and not wanted here.</summary>
    NotAuthorized,

    /// <summary>Too many failures from there: nothing was looked at.</summary>
    TooManyFailures,
}
