using EdgeLog.Records;

namespace EdgeLog.Connect;

/// <summary>Looks at a record, which is valid during the call only.</summary>
public delegate void VisitRecord(in Record record);
