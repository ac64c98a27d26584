namespace EdgeLog.Mqtt;

/// <summary>Whether an MQTT sink publishes retained messages.</summary>
internal enum RetainPolicy
{
    /// <summary>Those that came retained.</summary>
    Keep,

    /// <summary>All.</summary>
    Always,

    /// <summary>None.</summary>
    Never,
}
