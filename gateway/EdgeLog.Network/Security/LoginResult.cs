namespace EdgeLog.Network.Security;

/// <summary>What became of a login.</summary>
/// <param name="Principal">Who it is; null where it failed.</param>
/// <param name="Error">Why it failed.</param>
public readonly record struct LoginResult(Principal? Principal, LoginError Error);
