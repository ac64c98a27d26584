namespace EdgeLog.Gateway.Hosting;

/// <summary>How this program is called from a shell.</summary>
internal static class CommandName
{
    private const string Name = "edgelog";

    /// <summary>
    /// <c>edgelog</c> where that is this program; else the path of the executable, as under <c>dotnet run</c>.
    /// </summary>
    public static string Typed { get; } =
        Of(Environment.ProcessPath ?? Name, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>What to type for an executable, given the directories that a shell searches.</summary>
    public static string Of(string executable, string searchPath)
    {
        string? found = searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, Name))
            .FirstOrDefault(File.Exists);
        if (found is not null && Target(found) == Target(executable))
        {
            return Name;
        }

        return executable.Contains(' ', StringComparison.Ordinal) ? $"'{executable}'" : executable;
    }

    private static string Target(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
}
