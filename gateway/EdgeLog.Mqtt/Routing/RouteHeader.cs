namespace EdgeLog.Mqtt;

/// <summary>A header that a route adds, ready to be written.</summary>
internal readonly record struct RouteHeader(byte[] Name, byte[] Value);
