using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>
/// One route from the log to MQTT: what its levels stood for, found in a record's key, headers and log topic.
/// Immutable.
/// </summary>
internal sealed class BackwardRoute
{
    private static readonly Func<string, string> AsIs = static text => text;

    private readonly RouteFilter _filter;
    private readonly Template _topic;
    private readonly Template? _key;
    private readonly bool _isKeyTheTopic;
    private readonly List<(string Name, Template Value)> _headers;

    /// <summary>
    /// Reads a route's templates backwards. <paramref name="isKeyTheTopic"/>: it has no template for the key, which is
    /// then the MQTT topic itself.
    /// </summary>
    public BackwardRoute(
        RouteFilter filter,
        Template topic,
        Template? key,
        bool isKeyTheTopic,
        IReadOnlyList<(byte[] Name, Template Value)> headers)
    {
        _filter = filter;
        _topic = topic;
        _key = key;
        _isKeyTheTopic = isKeyTheTopic;
        _headers =
        [
            .. headers.Where(header => !header.Value.IsConstant)
                .Select(header => (Encoding.UTF8.GetString(header.Name), header.Value)),
        ];
        Loss = FindLoss();
    }

    /// <summary>Why no record of it can be read backwards without the header <c>mqtt.topic</c>; else null.</summary>
    public string? Loss { get; }

    /// <summary>Whether records' headers are looked at.</summary>
    public bool ReadsHeaders => Loss is null && !_isKeyTheTopic && _headers.Count > 0;

    /// <summary>Whether the log topic may be this route's.</summary>
    public bool LeadsTo(string topic) =>
        new TemplateReading(_filter.RestCapture, new string?[_filter.Names.Count])
            .TryRead(_topic, topic, TopicNames.Sanitize);

    /// <summary>
    /// An MQTT topic that the route may have made such a record of, or null; its forward reading tells whether.
    /// </summary>
    public string? Read(string topic, string? key, IReadOnlyDictionary<string, string> headers)
    {
        if (Loss is not null || _isKeyTheTopic)
        {
            return Loss is null ? key : null;
        }

        // What tells a level exactly comes first: in a topic's name, _ may have been anything.
        var captures = new string?[_filter.Names.Count];
        var reading = new TemplateReading(_filter.RestCapture, captures);
        if (_key is not null && (key is null || !reading.TryRead(_key, key, AsIs)))
        {
            return null;
        }

        foreach (var (name, value) in _headers)
        {
            if (headers.TryGetValue(name, out var text))
            {
                reading.TryRead(value, text, AsIs);
            }
        }

        return reading.TryRead(_topic, topic, TopicNames.Sanitize) && Array.TrueForAll(captures, c => c is not null)
            ? _filter.Fill(captures!)
            : null;
    }

    private string? FindLoss()
    {
        if (_isKeyTheTopic)
        {
            return null;
        }

        if (_filter.HasNamelessWildcard)
        {
            return $"{_filter.Text} has a wildcard without a name, and the key is not the MQTT topic";
        }

        Template?[] templates = [_topic, _key, .. _headers.Select(header => header.Value)];
        var told = templates.OfType<Template>().SelectMany(t => t.Parts).Select(part => part.Capture).ToHashSet();
        string[] lost = [.. _filter.Names.Where((_, i) => !told.Contains(i)).Select(name => $"{{{name}}}")];
        return lost.Length == 0
            ? null
            : $"{string.Join(" and ", lost)} {(lost.Length == 1 ? "is" : "are")} in neither topic, key nor headers";
    }
}
