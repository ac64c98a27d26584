namespace EdgeLog.Network.Security;

/// <summary>How the name in a rule about topics or groups is meant.</summary>
public enum PatternType
{
    /// <summary>Exactly; <c>*</c> is every name.</summary>
    Literal = 0,

    /// <summary>Every name that begins so.</summary>
    Prefixed,
}
