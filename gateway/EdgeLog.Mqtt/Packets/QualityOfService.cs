namespace EdgeLog.Mqtt;

/// <summary>How firmly a message is delivered (MQTT 5, 4.3).</summary>
internal enum QualityOfService
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
    ExactlyOnce = 2,
}
