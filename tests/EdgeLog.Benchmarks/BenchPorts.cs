namespace EdgeLog.Benchmarks;

/// <summary>The ports of one server under measurement, on loopback.</summary>
internal sealed record BenchPorts(int Mqtt, int Kafka, int Http)
{
    public static BenchPorts EdgeLog { get; } = new(31883, 39092, 38790);
}
