namespace EdgeLog.Network.Security;

/// <summary>Who came and who was turned away, since the start; a consistent-enough copy.</summary>
public sealed record SecurityStatistics
{
    /// <summary>Logins that succeeded, anonymous ones left out.</summary>
    public long LoginsAccepted { get; init; }

    /// <summary>Logins with a wrong name, password or certificate, or without one where it is needed.</summary>
    public long LoginsRefused { get; init; }

    /// <summary>Logins refused unseen after too many failures.</summary>
    public long LoginsThrottled { get; init; }

    /// <summary>Publishes the access list denied, wills included.</summary>
    public long PublishesDenied { get; init; }

    /// <summary>Subscriptions it denied.</summary>
    public long SubscriptionsDenied { get; init; }

    /// <summary>Messages it kept from a subscriber.</summary>
    public long DeliveriesWithheld { get; init; }

    /// <summary>Kafka requests it denied, by topic, group or cluster.</summary>
    public long KafkaDenied { get; init; }

    /// <summary>Connections ended by a reload that no longer lets them be.</summary>
    public long ConnectionsDropped { get; init; }
}
