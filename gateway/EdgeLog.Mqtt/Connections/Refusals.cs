using System.Text;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// Says which messages their topics can never take: a line at once, then one every minute at most, so that a device
/// that sends nothing else floods no log. Safe from any thread.
/// </summary>
internal sealed partial class Refusals(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lastLine;
    private long _unsaid;

    /// <summary>Notes one.</summary>
    public void Note(string clientId, ReadOnlySpan<byte> mqttTopic, string reason)
    {
        long unsaid;
        lock (_lock)
        {
            if (_lastLine is { } last && time.GetElapsedTime(last) < Interval)
            {
                _unsaid++;
                return;
            }

            (unsaid, _unsaid) = (_unsaid, 0);
            _lastLine = time.GetTimestamp();
        }

        LogRefused(logger, clientId, Encoding.UTF8.GetString(mqttTopic), reason, unsaid);
    }
}
