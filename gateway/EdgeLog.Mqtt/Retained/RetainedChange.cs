namespace EdgeLog.Mqtt;

/// <summary>A retained message on its way into the log.</summary>
/// <param name="Index">Which of its run's records it is.</param>
/// <param name="Topic">The MQTT topic.</param>
/// <param name="ExpiresAtMs">When it is of no use any more; the highest number: never.</param>
/// <param name="IsRemoved">Whether it removes the one before.</param>
internal readonly record struct RetainedChange(int Index, byte[] Topic, long ExpiresAtMs, bool IsRemoved);
