using System.Globalization;
using EdgeLog.Network;

namespace EdgeLog.Kafka.Connections;

/// <summary>
/// Ends a connection that is idle for too long, stops in the middle of a request, or does not read its responses. Goes
/// by progress: a peer that is merely slow, or always busy, is left alone. Looks from a timer of monotonic time; the
/// connection's loop only leaves marks.
/// </summary>
internal sealed class ConnectionWatchdog(
    KafkaConnection connection, FrameReader frames, ConnectionOutput output, TimeProvider time, KafkaLimits limits)
{
    // What a peer must take of its responses within the stall time: as little as it must send of a request.
    private const int ProgressBytes = 16 * 1024;

    private long _idleSince;
    private long _insideSince;
    private long _unsentSince;
    private long _framesSeen;
    private long _flushesSeen;
    private long _acknowledgedSeen;
    private bool _isHandling;

    /// <summary>Starts to look, until disposed.</summary>
    public IDisposable Start()
    {
        _idleSince = _insideSince = _unsentSince = time.GetTimestamp();
        var period = limits.TransferStall < limits.ConnectionIdle ? limits.TransferStall : limits.ConnectionIdle;
        return time.CreateTimer(
            static watchdog => ((ConnectionWatchdog)watchdog!).Look(), this, period / 4, period / 4);
    }

    /// <summary>A whole request has arrived.</summary>
    public void OnRequest() => Volatile.Write(ref _isHandling, true);

    /// <summary>The request was handled; the next may come.</summary>
    public void OnRequestHandled()
    {
        Volatile.Write(ref _idleSince, time.GetTimestamp());
        Volatile.Write(ref _isHandling, false);
    }

    private void Look()
    {
        var now = time.GetTimestamp();
        if (!frames.IsInsideFrame || frames.Progress != _framesSeen)
        {
            _framesSeen = frames.Progress;
            _insideSince = now;
        }

        if (output.UnsentBytes == 0 || HasTaken())
        {
            _unsentSince = now;
        }

        if (time.GetElapsedTime(_insideSince, now) >= limits.TransferStall)
        {
            connection.Drop($"it stopped in the middle of a request for {Seconds(limits.TransferStall)}.");
        }
        else if (time.GetElapsedTime(_unsentSince, now) >= limits.TransferStall)
        {
            connection.Drop($"it did not read its responses for {Seconds(limits.TransferStall)}.");
        }
        else if (!Volatile.Read(ref _isHandling)
            && time.GetElapsedTime(Volatile.Read(ref _idleSince), now) >= limits.ConnectionIdle)
        {
            connection.CloseIdle($"it was idle for {Seconds(limits.ConnectionIdle)}.");
        }
    }

    private bool HasTaken()
    {
        var flushes = output.Flushes;
        var acknowledged = AcknowledgedBytes.Of(connection.Socket);
        if (flushes == _flushesSeen && acknowledged - _acknowledgedSeen < ProgressBytes)
        {
            return false;
        }

        (_flushesSeen, _acknowledgedSeen) = (flushes, acknowledged);
        return true;
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.# s", CultureInfo.InvariantCulture);
}
