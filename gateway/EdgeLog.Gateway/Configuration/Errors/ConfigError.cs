using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration.Errors;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Mark">Where.</param>
/// <param name="Path">The key, such as <c>mqtt.routes[0].key</c>; empty for a syntax error.</param>
/// <param name="Text">The offending text, or null where the path says it all.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigError(SourceMark Mark, string Path, string? Text, string Message)
{
    /// <summary>Path and offending text on one line.</summary>
    public string Subject => (Path, Text) switch
    {
        ({ Length: 0 }, _) => Text ?? "syntax",
        (_, null) => Path,
        _ => $"{Path}: {Text}",
    };
}
