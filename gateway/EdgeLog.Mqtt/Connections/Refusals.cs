using System.Collections.Concurrent;
using System.Text;
using EdgeLog.Network;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// Says which messages and connections were refused, and why: a line at once, then one a minute at most of each kind,
/// so that a device that does nothing else, or a full disk, floods no log. Safe from any thread.
/// </summary>
internal sealed partial class Refusals(TimeProvider time, ILogger logger)
{
    private readonly LineLimit _byTopic = new(time);
    private readonly LineLimit _byLog = new(time);
    private readonly ConcurrentDictionary<ReasonCode, LineLimit> _byFault = [];

    /// <summary>Notes a message that its topic can never take.</summary>
    public void Note(string clientId, ReadOnlySpan<byte> mqttTopic, string reason)
    {
        if (_byTopic.TryPass(out var unsaid))
        {
            LogRefused(logger, clientId, Encoding.UTF8.GetString(mqttTopic), reason, unsaid);
        }
    }

    /// <summary>Notes a connection that ends because its client broke the standard or a limit.</summary>
    public void NoteFault(string clientId, MqttProtocolException fault)
    {
        if (_byFault.GetOrAdd(fault.Reason, static (_, time) => new LineLimit(time), time).TryPass(out var unsaid))
        {
            LogFault(
                logger, clientId.Length == 0 ? "not yet connected" : clientId, fault.Reason, fault.Message, unsaid);
        }
    }

    /// <summary>Notes messages of one read that the log does not take now.</summary>
    public void NoteRun(string clientId, string reason)
    {
        if (_byLog.TryPass(out var unsaid))
        {
            LogRunRefused(logger, clientId, reason, unsaid);
        }
    }
}
