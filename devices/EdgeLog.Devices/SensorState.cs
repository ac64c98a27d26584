using System.Text;
using EdgeLog.Connect;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Devices;

/// <summary>What a device's loop knows of one of its sensors.</summary>
internal sealed class SensorState
{
    private readonly RetryDelay _delay =
        new(DeviceLimits.FirstRetry, DeviceLimits.LongestRetry, Random.Shared);

    private readonly TimeProvider _time;
    private long _retryFrom;
    private TimeSpan _retryAfter;

    public SensorState(Sensor sensor, TimeProvider time)
    {
        Sensor = sensor;
        _time = time;
        Key = Encoding.UTF8.GetBytes(sensor.Name);
    }

    public Sensor Sensor { get; set; }

    /// <summary>The key of its records.</summary>
    public byte[] Key { get; }

    /// <summary>The last reading; null before the first that had a value or failed.</summary>
    public SensorReading? Last { get; private set; }

    /// <summary>The pass that hangs in it; null where none does.</summary>
    public SensorPass? HungPass { get; set; }

    /// <summary>When the driver no longer found it; null while it does.</summary>
    public long? GoneSince { get; set; }

    /// <summary>Whether it is time to read it.</summary>
    public bool IsDue =>
        GoneSince is null
        && HungPass is null or { IsCompleted: true }
        && (Last?.Error is null || _time.GetElapsedTime(_retryFrom) >= _retryAfter);

    /// <summary>Notes a good reading; <paramref name="value"/> null is none yet.</summary>
    public void Succeed(double? value)
    {
        _delay.Reset();
        HungPass = null;
        Last = value is { } number ? Reading() with { Value = number } : null;
    }

    /// <summary>Notes a failed reading.</summary>
    public void Fail(string error)
    {
        _retryFrom = _time.GetTimestamp();
        _retryAfter = _delay.Next();
        Last = Reading() with { Error = error, NextRetry = _time.GetUtcNow() + _retryAfter };
    }

    /// <summary>Repeats, with the time now, that it cannot be read; a good value is never repeated.</summary>
    public void StayBad(string error) =>
        Last = Reading() with { Error = error, NextRetry = Last?.NextRetry };

    private SensorReading Reading()
    {
        (long timestampMs, TimeTrust trust) = LogClock.StampBy(_time);
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(timestampMs);
        return new SensorReading(Sensor.Name, Sensor.Unit, time) { TimeTrust = trust };
    }
}
