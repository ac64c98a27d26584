namespace EdgeLog.Kafka.Protocol;

/// <summary>What to do with one setting (KIP-339).</summary>
public enum AlterConfigOperation : sbyte
{
    /// <summary>Give it the value.</summary>
    Set = 0,

    /// <summary>Go back to the default.</summary>
    Delete = 1,

    /// <summary>Add the value to a list.</summary>
    Append = 2,

    /// <summary>Take the value out of a list.</summary>
    Subtract = 3,
}
