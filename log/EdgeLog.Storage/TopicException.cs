namespace EdgeLog.Storage;

/// <summary>A change to the topic catalog was refused.</summary>
public sealed class TopicException : Exception
{
    /// <summary>Says why, as a code and as a sentence.</summary>
    public TopicException(TopicError error, string message)
        : base(message) => Error = error;

    /// <summary>The reason.</summary>
    public TopicError Error { get; }
}
