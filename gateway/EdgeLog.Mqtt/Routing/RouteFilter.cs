using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>A route's filter: an MQTT filter whose wildcards may have names.</summary>
internal sealed class RouteFilter
{
    private readonly TopicFilter _filter;
    private readonly List<int> _capturedLevels = [];
    private readonly List<string> _names = [];
    private readonly string[] _levels;
    private readonly bool _takesRest;

    /// <summary>Parses the filter; throws <see cref="ConfigException"/> for <paramref name="key"/>.</summary>
    public RouteFilter(string key, string text)
    {
        var levels = text.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            var level = levels[i];
            if (level.AsSpan().IndexOfAny('{', '}') < 0)
            {
                continue;
            }

            levels[i] = ReadName(key, text, level) is var name && name.EndsWith('#') ? "#" : "+";
            _names.Add(name.TrimEnd('#'));
            _capturedLevels.Add(i);
        }

        var plain = string.Join('/', levels);
        if (!TopicFilter.IsFilter(plain))
        {
            throw new ConfigException(
                key, $"\"{text}\" is not an MQTT filter: + and # stand alone, # and {{name#}} come last.");
        }

        if (_names.Distinct(StringComparer.Ordinal).Count() != _names.Count)
        {
            throw new ConfigException(key, $"\"{text}\" names two levels alike.");
        }

        Text = text;
        _levels = levels;
        _filter = new TopicFilter(plain);
        _takesRest = plain.EndsWith('#') && levels.Length - 1 == _capturedLevels.LastOrDefault(-1);
    }

    public string Text { get; }

    /// <summary>The filter as MQTT knows it, without names.</summary>
    public string Plain => _filter.Text;

    /// <summary>The names of its levels, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether a wildcard of it has no name, so that only the topic tells what it stood for.</summary>
    public bool HasNamelessWildcard =>
        _levels.Where((_, i) => !_capturedLevels.Contains(i)).Any(level => level is "+" or "#");

    /// <summary>The capture that takes all remaining levels; -1 where none does.</summary>
    public int RestCapture => _takesRest ? _names.Count - 1 : -1;

    /// <summary>The MQTT topic whose match gives these captures. Only without nameless wildcards.</summary>
    public string Fill(IReadOnlyList<string> captures)
    {
        var levels = (string[])_levels.Clone();
        for (var i = 0; i < captures.Count; i++)
        {
            levels[_capturedLevels[i]] = captures[i];
        }

        // {name#} without a level behind it stands for the topic without the last slash.
        var isRestEmpty = _takesRest && captures[^1].Length == 0 && levels.Length > 1;
        return string.Join('/', isRestEmpty ? levels[..^1] : levels);
    }

    /// <summary>The captures where <paramref name="topicLevels"/> match, else null.</summary>
    public string[]? Match(string[] topicLevels)
    {
        if (!_filter.Matches(topicLevels))
        {
            return null;
        }

        var captures = new string[_capturedLevels.Count];
        for (var i = 0; i < captures.Length; i++)
        {
            var level = _capturedLevels[i];
            captures[i] = _takesRest && i == captures.Length - 1
                ? string.Join('/', topicLevels.Skip(level))
                : topicLevels[level];
        }

        return captures;
    }

    private static string ReadName(string key, string text, string level)
    {
        var name = level.Length > 2 && level[0] == '{' && level[^1] == '}' ? level[1..^1] : string.Empty;
        var plain = name.EndsWith('#') ? name[..^1] : name;
        return plain.Length > 0 && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? name
            : throw new ConfigException(
                key,
                $"\"{text}\": a named level is {{name}}, or {{name#}} at the end, and nothing else; not \"{level}\".");
    }
}
