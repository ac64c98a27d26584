using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration.Errors;

/// <summary>Gathers everything wrong with a configuration, so that all of it is reported at once.</summary>
internal sealed class ConfigErrorList
{
    private readonly List<ConfigError> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>The errors by file and place.</summary>
    public IReadOnlyList<ConfigError> Errors =>
        [.. _errors.OrderBy(e => e.Mark.File, StringComparer.Ordinal).ThenBy(e => e.Mark.Line)
            .ThenBy(e => e.Mark.Column)];

    /// <summary>What is no error but worth a line.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Adds an error.</summary>
    public void Add(SourceMark mark, string path, string? text, string message)
    {
        var error = new ConfigError(mark, path, text, message);
        if (!_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }

    /// <summary>Adds a warning.</summary>
    public void Warn(string message)
    {
        if (!_warnings.Contains(message))
        {
            _warnings.Add(message);
        }
    }
}
