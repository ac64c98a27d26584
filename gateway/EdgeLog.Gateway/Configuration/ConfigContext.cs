using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>What the sections share while one configuration is read: the errors and the effective values.</summary>
internal sealed class ConfigContext(ConfigErrorList errors)
{
    /// <summary>Everything wrong so far.</summary>
    public ConfigErrorList Errors { get; } = errors;

    /// <summary>Every setting read so far, in the order of reading.</summary>
    public List<ConfigValue> Values { get; } = [];

    /// <summary>Notes the effective value of a setting.</summary>
    public void Note(string path, string text, SourceMark mark) => Values.Add(new ConfigValue(path, text, mark));

    /// <summary>Adds an error about a value.</summary>
    public void Error(ConfigNode node, string path, string? text, string message) =>
        Errors.Add(node.Mark, path, text, message);
}
