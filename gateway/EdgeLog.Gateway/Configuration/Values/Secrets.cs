using System.Text;
using System.Text.RegularExpressions;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>
/// Puts secrets in place of <c>${env:NAME}</c>, <c>${file:/path.properties:key}</c>, <c>${directory:/dir:file}</c> and
/// <c>${credential:NAME}</c>. Any other <c>${…}</c> stays as it is.
/// </summary>
internal static partial class Secrets
{
    /// <summary>Where systemd puts the service's credentials.</summary>
    public const string CredentialsDirectory = "CREDENTIALS_DIRECTORY";

    /// <summary>Whether <paramref name="text"/> refers to a secret.</summary>
    public static bool IsSecret(string text) => Reference().IsMatch(text);

    /// <summary>
    /// The text with its secrets in place. What cannot be found goes to <paramref name="missing"/>; a systemd
    /// credential outside the service goes to <paramref name="outsideService"/> instead.
    /// </summary>
    public static string Resolve(string text, Action<string> missing, Action<string> outsideService) =>
        Reference().Replace(text, match =>
        {
            try
            {
                return Read(match.Groups["kind"].Value, match.Groups["rest"].Value);
            }
            catch (CredentialsUnavailableException)
            {
                outsideService($"{match.Value} is known inside the service only; it is not checked here.");
                return string.Empty;
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException or KeyNotFoundException)
            {
                missing($"{match.Value} cannot be read: {exception.Message}");
                return string.Empty;
            }
        });

    private static string Read(string kind, string rest) => kind switch
    {
        "env" => Environment.GetEnvironmentVariable(rest)
            ?? throw new KeyNotFoundException($"the environment has no variable {rest}."),
        "credential" => ReadWhole(Path.Combine(
            Environment.GetEnvironmentVariable(CredentialsDirectory)
                ?? throw new CredentialsUnavailableException(), rest)),
        "file" => Property(rest),
        _ => ReadWhole(Split(rest) is var (directory, file) ? Path.Combine(directory, file) : rest),
    };

    // A secret written with an editor or echo ends with a line feed that is no part of it.
    private static string ReadWhole(string path) => File.ReadAllText(path, Encoding.UTF8).TrimEnd('\n', '\r');

    private static (string Directory, string File) Split(string rest)
    {
        var colon = rest.LastIndexOf(':');
        return colon > 0
            ? (rest[..colon], rest[(colon + 1)..])
            : throw new KeyNotFoundException("a path and a name with a colon between them are needed.");
    }

    private static string Property(string rest)
    {
        var (path, key) = Split(rest);
        foreach (var line in File.ReadLines(path))
        {
            var text = line.AsSpan().TrimStart();
            var end = text.IndexOfAny("=:");
            if (end > 0 && text[0] is not ('#' or '!') && text[..end].TrimEnd().SequenceEqual(key))
            {
                return text[(end + 1)..].Trim().ToString();
            }
        }

        throw new KeyNotFoundException($"{path} has no property {key}.");
    }

    [GeneratedRegex(@"\$\{(?<kind>env|file|directory|credential):(?<rest>[^}]+)\}")]
    private static partial Regex Reference();

    private sealed class CredentialsUnavailableException : Exception;
}
