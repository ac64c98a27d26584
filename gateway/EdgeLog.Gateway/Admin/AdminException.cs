namespace EdgeLog.Gateway.Admin;

/// <summary>A request that cannot be done; the message goes to whoever asked.</summary>
internal sealed class AdminException(int statusCode, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;
}
