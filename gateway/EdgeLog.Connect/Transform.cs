namespace EdgeLog.Connect;

/// <summary>
/// A single message transform: a pure function of a record. One instance serves all threads of its route or sensor.
/// </summary>
public abstract class Transform
{
    /// <summary>The side whose fields it reads; null where it reads none, so that any converter will do.</summary>
    internal virtual RecordSide? Reads => null;

    /// <summary>
    /// The record itself, a changed copy, or null to drop it. Throws <see cref="DataException"/> where the record is
    /// not of
    /// the shape the transform needs.
    /// </summary>
    public abstract ConnectRecord? Apply(ConnectRecord record);
}
