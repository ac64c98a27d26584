namespace EdgeLog.Gateway.Status;

/// <summary>A sensor.</summary>
internal sealed record DeviceView(
    string Name, string Driver, string Topic, bool Ok, string? Error, double? RetryInSeconds, int SensorsOk,
    int SensorsBad, long Records, double? LastReadingSecondsAgo);
