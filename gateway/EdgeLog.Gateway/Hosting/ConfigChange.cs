namespace EdgeLog.Gateway.Hosting;

/// <summary>A setting that differs between two configurations.</summary>
/// <param name="Path">The key.</param>
/// <param name="Before">What it was, or null where it was not there.</param>
/// <param name="After">What it becomes, or null where it goes.</param>
/// <param name="NeedsRestart">Whether it takes a restart.</param>
internal sealed record ConfigChange(string Path, string? Before, string? After, bool NeedsRestart)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var restart = NeedsRestart ? "   (after a restart)" : "";
        return (Before, After) switch
        {
            (null, _) => $"+ {Path}: {After}{restart}",
            (_, null) => $"- {Path}: {Before}{restart}",
            _ => $"~ {Path}: {Before} → {After}{restart}",
        };
    }
}
