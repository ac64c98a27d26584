namespace EdgeLog.Connect;

/// <summary><c>…predicates.RecordIsTombstone</c>: whether the record has no value.</summary>
internal sealed class RecordIsTombstone : Predicate
{
    public override bool Test(ConnectRecord record) => record.Value is null;
}
