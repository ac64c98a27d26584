namespace EdgeLog.Connect;

/// <summary>
/// Decides whether a transform runs for a record. One instance serves all threads of its route or sensor.
/// </summary>
public abstract class Predicate
{
    /// <summary>Whether the record, as transformed so far, is meant.</summary>
    public abstract bool Test(ConnectRecord record);
}
