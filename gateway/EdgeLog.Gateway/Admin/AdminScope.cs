namespace EdgeLog.Gateway.Admin;

/// <summary>What may be asked where.</summary>
internal enum AdminScope
{
    /// <summary>The HTTP port: health, metrics, status.</summary>
    ReadOnly,

    /// <summary>The socket in the data directory, which its owner alone can open: everything.</summary>
    Full,
}
