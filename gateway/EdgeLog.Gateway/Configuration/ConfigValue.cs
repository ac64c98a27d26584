using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>One effective setting and where it comes from.</summary>
/// <param name="Path">The key, such as <c>mqtt.limits.max_connections</c>.</param>
/// <param name="Text">The value as written, or the default; a reference to a secret stays a reference.</param>
/// <param name="Mark">Where it is written; none for a default.</param>
internal sealed record ConfigValue(string Path, string Text, SourceMark Mark)
{
    /// <summary>What may be shown: a password is hidden, a reference to one is not.</summary>
    public string Shown => IsSensitive && !Values.Secrets.IsSecret(Text) ? "(hidden)" : Text;

    /// <summary>The last part of the path tells what must not be shown.</summary>
    private bool IsSensitive =>
        Path.Contains("password", StringComparison.OrdinalIgnoreCase)
        || Path.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || Path.EndsWith("sasl.jaas.config", StringComparison.Ordinal)
        || Path.EndsWith("token", StringComparison.OrdinalIgnoreCase);
}
