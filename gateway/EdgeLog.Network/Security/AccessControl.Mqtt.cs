using System.Text;

namespace EdgeLog.Network.Security;

public sealed partial class AccessControl
{
    /// <summary>Whether a message may be published to an MQTT topic; a denial is counted and, rarely, logged.</summary>
    public bool AllowsPublish(Principal principal, ReadOnlySpan<byte> topic)
    {
        if (Allows(principal, AccessOperations.Publish, ResourceType.Mqtt, topic))
        {
            return true;
        }

        AccessCounters.Add(ref _counters.PublishesDenied);
        NoteDenial(principal, "publish to", topic);
        return false;
    }

    /// <summary>
    /// Whether an MQTT filter may be subscribed: one rule must allow all that it could match. What a deny takes out of
    /// the middle of it is kept from the subscriber at delivery.
    /// </summary>
    public bool AllowsSubscribe(Principal principal, string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var asked = Encoding.UTF8.GetBytes(Unshared(filter));
        if (Allows(principal, AccessOperations.Subscribe, ResourceType.Mqtt, asked))
        {
            return true;
        }

        AccessCounters.Add(ref _counters.SubscriptionsDenied);
        NoteDenial(principal, "subscribe to", asked);
        return false;
    }

    /// <summary>Whether a message of an MQTT topic may be delivered; what is not is counted.</summary>
    public bool AllowsDelivery(Principal principal, ReadOnlySpan<byte> topic)
    {
        if (Allows(principal, AccessOperations.Subscribe, ResourceType.Mqtt, topic))
        {
            return true;
        }

        AccessCounters.Add(ref _counters.DeliveriesWithheld);
        return false;
    }

    /// <summary>Counts and logs a connection that a reload no longer lets be.</summary>
    public void NoteDropped(Principal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        AccessCounters.Add(ref _counters.ConnectionsDropped);
        LogDropped(principal.Name, principal.Peer.Listener);
    }

    // $share/group/filter: the group is not part of what is asked for.
    private static string Unshared(string filter)
    {
        const string Prefix = "$share/";
        var slash = filter.StartsWith(Prefix, StringComparison.Ordinal) ? filter.IndexOf('/', Prefix.Length) : -1;
        return slash < 0 ? filter : filter[(slash + 1)..];
    }

    private void NoteDenial(Principal principal, string operation, ReadOnlySpan<byte> name)
    {
        if (_denialLines.TryPass(out var unsaid))
        {
            LogDenied(principal.Name, operation, Encoding.UTF8.GetString(name), unsaid);
        }
    }
}
