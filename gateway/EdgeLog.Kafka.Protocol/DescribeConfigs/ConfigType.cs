namespace EdgeLog.Kafka.Protocol;

/// <summary>What values a setting takes.</summary>
public enum ConfigType : sbyte
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>True or false.</summary>
    Boolean = 1,

    /// <summary>Text.</summary>
    String = 2,

    /// <summary>32 bits.</summary>
    Int = 3,

    /// <summary>16 bits.</summary>
    Short = 4,

    /// <summary>64 bits.</summary>
    Long = 5,

    /// <summary>Floating point.</summary>
    Double = 6,

    /// <summary>Texts with commas between.</summary>
    List = 7,

    /// <summary>The name of a class.</summary>
    Class = 8,

    /// <summary>A secret.</summary>
    Password = 9,
}
