namespace EdgeLog.Gateway.Admin;

/// <summary>The Unix socket in the data directory over which commands reach their gateway.</summary>
internal static class AdminSocket
{
    /// <summary>The longest path the system can bind a socket to.</summary>
    public const int MaxPathBytes = 107;

    /// <summary>The socket's path.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "edgelog.sock");
}
