namespace EdgeLog.Gateway.Admin;

/// <summary>A header of it.</summary>
internal sealed record RouteTestHeader(string Name, byte[] Value);
