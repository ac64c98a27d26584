namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.transforms.RegexRouter</c>: where the whole topic name matches, the first occurrence of
/// the
/// pattern in it is replaced.
/// </summary>
internal sealed class RegexRouter : Transform
{
    private readonly JavaRegex _regex;
    private readonly JavaReplacement _replacement;

    public RegexRouter(PropertyReader properties)
    {
        _regex = JavaRegex.Parse(properties, "regex", properties.Require("regex"));
        _replacement = JavaReplacement.Parse(properties, "replacement", _regex);
    }

    public override ConnectRecord Apply(ConnectRecord record) =>
        _regex.IsFullMatch(record.Topic)
            ? record with { Topic = _replacement.ReplaceFirst(record.Topic) }
            : record;
}
