namespace EdgeLog.Mqtt;

/// <summary>
/// How a session wants a message: what its subscriptions that match ask for together. A message goes to it once.
/// </summary>
internal sealed record DeliveryTerms
{
    public required QualityOfService QualityOfService { get; init; }

    public required bool IsNoLocal { get; init; }

    public required bool IsRetainAsPublished { get; init; }

    /// <summary>The identifiers of all of them, in no order.</summary>
    public required uint[] Identifiers { get; init; }

    /// <summary>Of one subscription.</summary>
    public static DeliveryTerms Of(Subscription subscription) => Of([subscription]);

    /// <summary>Of several: the one that gives more counts, for each option.</summary>
    public static DeliveryTerms Of(IReadOnlyCollection<Subscription> subscriptions) => new()
    {
        QualityOfService = subscriptions.Max(s => s.QualityOfService),
        IsNoLocal = subscriptions.All(s => s.IsNoLocal),
        IsRetainAsPublished = subscriptions.Any(s => s.IsRetainAsPublished),
        Identifiers = [.. subscriptions.Select(s => s.Identifier).Where(id => id != 0)],
    };
}
