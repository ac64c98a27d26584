namespace EdgeLog.Testing.Peers;

/// <summary>How a program ended and what it printed.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output's lines, without empty ones.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The result itself where the program succeeded; else throws with all it printed.</summary>
    public ProgramResult Succeeded() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Errors}");
}
