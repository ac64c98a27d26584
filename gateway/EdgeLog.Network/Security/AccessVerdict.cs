namespace EdgeLog.Network.Security;

/// <summary>Whether a rule allows or denies.</summary>
public enum AccessVerdict
{
    /// <summary>It allows.</summary>
    Allow = 0,

    /// <summary>It denies, whatever else allows.</summary>
    Deny,
}
