namespace EdgeLog.Devices;

/// <summary>A sensor cannot be read, and says why.</summary>
internal sealed class SensorException(string message) : Exception(message);
