namespace EdgeLog.Records;

/// <summary>How a transaction ends: the type of its control record.</summary>
public enum TransactionOutcome
{
    /// <summary>Its records are not to be seen by readers of committed ones.</summary>
    Aborted = 0,

    /// <summary>Its records count.</summary>
    Committed = 1,
}
