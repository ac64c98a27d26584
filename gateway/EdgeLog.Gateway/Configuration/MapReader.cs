using System.Globalization;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>
/// Reads the keys of one map as the schema asks for them: each read checks the type, notes the effective value and
/// marks the key as known; <see cref="Finish"/> then reports what is left. Used by one thread.
/// </summary>
internal sealed class MapReader
{
    private readonly ConfigMap? _map;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public MapReader(ConfigContext context, string path, ConfigMap? map)
    {
        Context = context;
        Path = path;
        _map = map;
    }

    /// <summary>What is shared while reading.</summary>
    public ConfigContext Context { get; }

    /// <summary>The path of this map.</summary>
    public string Path { get; }

    /// <summary>Where the map starts; none where it is absent.</summary>
    public SourceMark Mark => _map?.Mark ?? SourceMark.None;

    /// <summary>The path of a key of this map.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Where a key is written, or where the map starts.</summary>
    public SourceMark MarkOf(string key) => _map?.Find(key)?.Value.Mark ?? Mark;

    /// <summary>Where a key itself stands, or where the map starts.</summary>
    public SourceMark KeyMarkOf(string key) => _map?.Find(key)?.Key.Mark ?? Mark;

    /// <summary>Whether the key is written.</summary>
    public bool Has(string key) => _map?.Find(key) is not null;

    /// <summary>The keys written, in order.</summary>
    public IEnumerable<string> Keys => _map?.Entries.Select(e => e.Key.Text) ?? [];

    /// <summary>A text with its secrets in place, or null where the key is absent or wrong.</summary>
    public string? Text(string key) =>
        Scalar(key) is { } scalar ? Note(key, scalar, Resolved(scalar, PathOf(key))) : null;

    /// <summary>A text with its secrets in place, or the default.</summary>
    public string Text(string key, string fallback)
    {
        if (Scalar(key) is { } scalar)
        {
            return Note(key, scalar, Resolved(scalar, PathOf(key)));
        }

        Context.Note(PathOf(key), fallback, SourceMark.None);
        return fallback;
    }

    /// <summary>A text as written, its references to secrets left in; null where there is none.</summary>
    public string? RawText(string key) => (_map?.Find(key)?.Value as ConfigScalar)?.Text;

    /// <summary>A text that must be there; empty, with an error, where it is not.</summary>
    public string RequiredText(string key)
    {
        if (!Has(key))
        {
            _known.Add(key);
            Context.Errors.Add(Mark, Path, null, $"{key} is missing.");
            return string.Empty;
        }

        return Text(key) ?? string.Empty;
    }

    /// <summary>A value that <paramref name="parse"/> understands, or the default.</summary>
    public T Value<T>(string key, T fallback, ConfigParse<T> parse, ConfigFormat<T> format)
    {
        if (Scalar(key) is not { } scalar)
        {
            Context.Note(PathOf(key), format(fallback), SourceMark.None);
            return fallback;
        }

        var text = Note(key, scalar, Resolved(scalar, PathOf(key)));
        if (parse(text, out var value) is { } problem)
        {
            Context.Error(scalar, PathOf(key), scalar.Text, problem);
            return fallback;
        }

        return value;
    }

    /// <summary>A duration.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback) => Value(
        key, fallback,
        (string text, out TimeSpan value) =>
            DurationText.TryParse(text, out value) ? null : $"not a duration. {DurationText.Expected}",
        DurationText.Format);

    /// <summary>A duration, or null for <c>auto</c>, the default.</summary>
    public TimeSpan? DurationOrAuto(string key) => Value(
        key, null,
        (string text, out TimeSpan? value) =>
        {
            bool isDuration = DurationText.TryParse(text, out TimeSpan duration);
            value = isDuration ? duration : null;
            return isDuration || text == "auto" ? null : $"not a duration, nor auto. {DurationText.Expected}";
        },
        value => value is { } duration ? DurationText.Format(duration) : "auto");

    /// <summary>A duration, or null where the key is absent.</summary>
    public TimeSpan? OptionalDuration(string key) => Has(key) ? Duration(key, TimeSpan.Zero) : Absent(key);

    /// <summary>A size in bytes within bounds.</summary>
    public long Size(string key, long fallback, long least, long most) => Value(
        key, fallback,
        (string text, out long value) =>
            !SizeText.TryParse(text, out value) ? $"not a size. {SizeText.Expected}"
            : value < least || value > most ? $"must be from {SizeText.Format(least)} to {SizeText.Format(most)}."
            : null,
        SizeText.Format);

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string key, int fallback, int least, int most) => Value(
        key, fallback,
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most
                ? null
                : $"not a number from {least} to {most}.",
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    public bool Boolean(string key, bool fallback) => Value(
        key, fallback,
        (string text, out bool value) =>
        {
            value = text == "true";
            return text is "true" or "false" ? null : "write true or false.";
        },
        value => value ? "true" : "false");

    /// <summary>One of a few names.</summary>
    public T Choice<T>(string key, T fallback, IReadOnlyDictionary<string, T> names) => Value(
        key, fallback,
        (string text, out T value) => names.TryGetValue(text, out value!)
            ? null
            : $"not known. {NearestName.Suggest(text, [.. names.Keys])}",
        value => names.First(n => Equals(n.Value, value)).Key);

    /// <summary>A list of texts; one text alone is a list of one. Null where the key is absent.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        var node = Take(key)?.Value;
        IReadOnlyList<ConfigNode>? items = node is ConfigList list ? list.Items : node is null ? null : [node];
        if (items is null)
        {
            return null;
        }

        var texts = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            if (AsScalar(items[i], $"{PathOf(key)}[{i}]", key: null) is { } scalar)
            {
                texts.Add(Resolved(scalar, PathOf(key)));
            }
        }

        Context.Note(PathOf(key), string.Join(", ", texts), node!.Mark);
        return texts;
    }

    /// <summary>A map below this one; empty where it is absent.</summary>
    public MapReader Map(string key)
    {
        switch (Take(key)?.Value)
        {
            case ConfigMap map:
                return new MapReader(Context, PathOf(key), map);
            case null or ConfigScalar { IsNull: true }:
                break;
            case var node:
                Context.Error(node, PathOf(key), Excerpt(node), "must be a map: one indented \"key: value\" per line.");
                break;
        }

        return new MapReader(Context, PathOf(key), null);
    }

    /// <summary>The maps of a list; null where the key is absent.</summary>
    public IReadOnlyList<MapReader>? Maps(string key)
    {
        switch (Take(key)?.Value)
        {
            case null:
                return null;
            case ConfigScalar { IsNull: true }:
                return [];
            case ConfigList list:
                return [.. list.Items.Select((item, i) => Item(item, $"{PathOf(key)}[{i}]")).OfType<MapReader>()];
            case var node:
                Context.Error(node, PathOf(key), Excerpt(node), "must be a list: each item starts with \"- \".");
                return [];
        }
    }

    /// <summary>
    /// Every key not asked for yet that <paramref name="belongs"/>, as plain texts under Kafka's names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties(Func<string, bool> belongs)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Keys.Where(k => !_taken.Contains(k) && belongs(k)).ToList())
        {
            var node = Take(key)!.Value;
            var text = node is ConfigList list
                ? string.Join(',', list.Items.OfType<ConfigScalar>().Select(s => Resolved(s, PathOf(key))))
                : AsScalar(node, PathOf(key), key) is { } scalar ? Resolved(scalar, PathOf(key)) : null;
            if (text is not null)
            {
                properties.Add(key, KafkaNumber.Normalize(key, text));
                Context.Note(PathOf(key), node is ConfigScalar written ? written.Text : text, node.Mark);
            }
        }

        return properties;
    }

    /// <summary>Refuses keys of later versions, each with the reason that goes with it.</summary>
    public void NotInThisVersion(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_map?.Find(key) is { } entry)
            {
                _taken.Add(key);
                Context.Error(entry.Key, PathOf(key), null, "not in this version. Remove it; nothing was ignored.");
            }
        }
    }

    /// <summary>Names keys that may come as well, for suggestions.</summary>
    public void Suggest(IEnumerable<string> keys) => _known.UnionWith(keys);

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var entry in _map?.Entries ?? [])
        {
            if (!_taken.Contains(entry.Key.Text))
            {
                Context.Error(
                    entry.Key, PathOf(entry.Key.Text), null,
                    $"unknown key. {NearestName.Suggest(entry.Key.Text, _known)}");
            }
        }
    }

    private MapReader? Item(ConfigNode item, string path)
    {
        if (item is ConfigMap map)
        {
            return new MapReader(Context, path, map);
        }

        Context.Error(item, path, Excerpt(item), "must be a map: \"key: value\" lines.");
        return null;
    }

    private TimeSpan? Absent(string key)
    {
        _known.Add(key);
        return null;
    }

    private ConfigEntry? Take(string key)
    {
        _known.Add(key);
        _taken.Add(key);
        return _map?.Find(key);
    }

    private ConfigScalar? Scalar(string key) => Take(key) is { } entry ? AsScalar(entry.Value, PathOf(key), key) : null;

    private ConfigScalar? AsScalar(ConfigNode node, string path, string? key)
    {
        if (node is ConfigScalar { IsNull: false } scalar)
        {
            return scalar;
        }

        var write = key is null ? string.Empty : key + ": ";
        var message = node switch
        {
            ConfigScalar => $"is empty. A # behind a space starts a comment; a text with one needs quotes: {write}'#'",
            ConfigMap { Source: { } source } => $"unquoted braces are a YAML map. Write: {write}'{source}'",
            ConfigMap => "must be a single value, not a map.",
            _ => "must be a single value, not a list.",
        };
        Context.Error(node, path, Excerpt(node), message);
        return null;
    }

    private string Note(string key, ConfigScalar scalar, string resolved)
    {
        Context.Note(PathOf(key), scalar.Text, scalar.Mark);
        return resolved;
    }

    private string Resolved(ConfigScalar scalar, string path) => Secrets.Resolve(
        scalar.Text,
        problem => Context.Error(scalar, path, scalar.Text, problem),
        warning => Context.Errors.Warn($"{scalar.Mark}: {path}: {warning}"));

    private static string? Excerpt(ConfigNode node) => node switch
    {
        ConfigScalar scalar =>
            scalar.Text.Length > 60 ? scalar.Text[..60] + "…" : scalar.Text.Length == 0 ? null : scalar.Text,
        ConfigMap { Source: { } source } => source,
        _ => null,
    };
}
