namespace EdgeLog.Network.Security;

/// <summary>One entry of <c>users</c>.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Credential">What its password is checked against.</param>
public sealed record UserConfig(string Name, UserCredential Credential);
