namespace EdgeLog.Storage;

/// <summary>The type of a topic setting, as Kafka's DescribeConfigs names it.</summary>
public enum SettingType
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 1,

    /// <summary>One of some words, or free text.</summary>
    String = 2,

    /// <summary>A 32-bit number.</summary>
    Int = 3,

    /// <summary>A 64-bit number: bytes or milliseconds.</summary>
    Long = 5,

    /// <summary>A fraction.</summary>
    Double = 6,

    /// <summary>Words with commas between them.</summary>
    List = 7,
}
