namespace EdgeLog.Network.Security;

/// <summary>The users and the access list of the configuration.</summary>
public sealed record SecurityConfig
{
    /// <summary>No users and no list: whoever may connect may do everything.</summary>
    public static SecurityConfig Open { get; } = new();

    /// <summary>The users that have passwords.</summary>
    public IReadOnlyList<UserConfig> Users { get; init; } = [];

    /// <summary>The access list; null where there is none, and everything is allowed.</summary>
    public IReadOnlyList<AccessRule>? Rules { get; init; }
}
