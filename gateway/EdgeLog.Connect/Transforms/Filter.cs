namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.transforms.Filter</c>: drops every record; a predicate says which those are.
/// </summary>
internal sealed class Filter : Transform
{
    public override ConnectRecord? Apply(ConnectRecord record) => null;
}
