using System.Text;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// Says which messages were refused, and why: a line at once, then one a minute at most, so that a device that sends
/// nothing else, or a full disk, floods no log. Safe from any thread.
/// </summary>
internal sealed partial class Refusals(TimeProvider time, ILogger logger)
{
    private readonly LineLimit _byTopic = new(time);
    private readonly LineLimit _byLog = new(time);

    /// <summary>Notes a message that its topic can never take.</summary>
    public void Note(string clientId, ReadOnlySpan<byte> mqttTopic, string reason)
    {
        if (_byTopic.TryPass(out var unsaid))
        {
            LogRefused(logger, clientId, Encoding.UTF8.GetString(mqttTopic), reason, unsaid);
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
