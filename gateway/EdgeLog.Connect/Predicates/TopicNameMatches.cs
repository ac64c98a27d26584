namespace EdgeLog.Connect;

/// <summary><c>…predicates.TopicNameMatches</c>: whether the whole topic name matches <c>pattern</c>.</summary>
internal sealed class TopicNameMatches(PropertyReader properties) : Predicate
{
    private readonly JavaRegex _pattern = JavaRegex.Parse(properties, "pattern", properties.RequireText("pattern"));

    public override bool Test(ConnectRecord record) => _pattern.IsFullMatch(record.Topic);
}
