namespace EdgeLog.Records;

/// <summary>Decides whether a record stays in its batch.</summary>
/// <param name="record">The record; valid during the call.</param>
/// <returns>True where it stays.</returns>
public delegate bool RecordChoice(scoped in Record record);
