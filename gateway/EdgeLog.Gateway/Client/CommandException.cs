namespace EdgeLog.Gateway.Client;

/// <summary>
/// A command failed; the message goes to standard error and the exit code is 1 unless said otherwise.
/// </summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message)
        : base(message)
    {
    }

    public CommandException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What the process exits with.</summary>
    public int ExitCode { get; init; } = ExitCodes.Failed;
}
