using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>What delivery is made from.</summary>
internal sealed record DeliveryParts(MqttLimits Limits, TimeProvider Time, ILogger Logger);
