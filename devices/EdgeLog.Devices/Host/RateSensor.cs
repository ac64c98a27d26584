namespace EdgeLog.Devices;

/// <summary>
/// How fast a counter of bytes rises, by the monotonic clock; none for the reading after the counter was reset.
/// </summary>
internal sealed class RateSensor(string name, string path, TimeProvider time) : Sensor(name, "B/s")
{
    private (double Bytes, long Timestamp)? _last;

    public override double? Read()
    {
        (double Bytes, long Timestamp) now = (KernelFile.ReadNumber(path), time.GetTimestamp());
        (double Bytes, long Timestamp)? before = _last;
        _last = now;
        if (before is not { } last || now.Bytes < last.Bytes || now.Timestamp <= last.Timestamp)
        {
            return null;
        }

        double seconds = time.GetElapsedTime(last.Timestamp, now.Timestamp).TotalSeconds;
        return Math.Round((now.Bytes - last.Bytes) / seconds, 1);
    }
}
