using EdgeLog.Devices;

namespace EdgeLog.Gateway.Admin;

/// <summary>A sensor's reading.</summary>
internal sealed record ReadingView(
    string Name, double? Value, string Unit, SensorQuality Quality, DateTimeOffset Time, string? Error);
