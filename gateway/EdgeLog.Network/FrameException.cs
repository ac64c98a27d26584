namespace EdgeLog.Network;

/// <summary>A peer's bytes are no frames: the connection has lost its place and must be closed.</summary>
public sealed class FrameException : Exception
{
    /// <summary>Says what arrived instead.</summary>
    public FrameException(string message)
        : base(message)
    {
    }
}
