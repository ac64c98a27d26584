namespace EdgeLog.Network.Security;

/// <summary>
/// The access list, immutable: a deny beats any allow, and what no rule matches is denied. A reload makes another.
/// </summary>
internal sealed class AccessList(IReadOnlyList<AccessRule> rules)
{
    /// <summary>All rules; their order says nothing.</summary>
    public IReadOnlyList<AccessRule> Rules => rules;
}
