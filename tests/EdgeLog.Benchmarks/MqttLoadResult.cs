namespace EdgeLog.Benchmarks;

/// <summary>What the MQTT load measured: acknowledgements per second, and the load's own processor seconds.</summary>
internal sealed record MqttLoadResult(double AcknowledgedPerSecond, double CpuSeconds);
