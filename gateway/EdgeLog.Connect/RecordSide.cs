namespace EdgeLog.Connect;

/// <summary>The side of a record that a transform works on: <c>X$Key</c> or <c>X$Value</c>.</summary>
internal enum RecordSide
{
    /// <summary>The key.</summary>
    Key,

    /// <summary>The value.</summary>
    Value,
}
