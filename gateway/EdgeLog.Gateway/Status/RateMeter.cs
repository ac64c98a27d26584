namespace EdgeLog.Gateway.Status;

/// <summary>Rates of counters over the last seconds. Written by one sampling loop, read from anywhere.</summary>
internal sealed class RateMeter(Func<RateMeter.CounterSample> read, TimeProvider time)
{
    private const int Window = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Queue<(long At, CounterSample Sample)> _samples = new();
    private volatile Rates _rates = new(0, 0);

    /// <summary>The rates as of the last sample.</summary>
    public Rates Now => _rates;

    /// <summary>Samples until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Sample();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            Sample();
        }
    }

    private void Sample()
    {
        var sample = read();
        _samples.Enqueue((time.GetTimestamp(), sample));
        if (_samples.Count > Window)
        {
            _samples.Dequeue();
        }

        var (at, first) = _samples.Peek();
        var seconds = time.GetElapsedTime(at).TotalSeconds;
        if (seconds > 0)
        {
            _rates = new Rates(
                (sample.MqttMessages - first.MqttMessages) / seconds, (sample.Records - first.Records) / seconds);
        }
    }

    /// <summary>Counters at a moment.</summary>
    internal readonly record struct CounterSample(long MqttMessages, long Records);

    /// <summary>Per second.</summary>
    internal sealed record Rates(double MqttMessages, double Records);
}
