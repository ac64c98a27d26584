namespace EdgeLog.Records;

/// <summary>A codec's library is not installed on this system; the message names the package that brings it.</summary>
public sealed class CodecUnavailableException : Exception
{
    /// <summary>Says which codec, which library, and what to install.</summary>
    public CodecUnavailableException(string message)
        : base(message)
    {
    }
}
