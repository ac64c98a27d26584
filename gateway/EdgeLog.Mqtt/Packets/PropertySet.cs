namespace EdgeLog.Mqtt;

/// <summary>Which properties a packet may carry, as one bit for each identifier (MQTT 5, table 2-4).</summary>
internal readonly record struct PropertySet(ulong Bits)
{
    public static PropertySet Connect { get; } = Of(
        PropertyId.SessionExpiryInterval, PropertyId.ReceiveMaximum, PropertyId.MaximumPacketSize,
        PropertyId.TopicAliasMaximum, PropertyId.RequestResponseInformation, PropertyId.RequestProblemInformation,
        PropertyId.UserProperty, PropertyId.AuthenticationMethod, PropertyId.AuthenticationData);

    public static PropertySet Will { get; } = Of(
        PropertyId.WillDelayInterval, PropertyId.PayloadFormatIndicator, PropertyId.MessageExpiryInterval,
        PropertyId.ContentType, PropertyId.ResponseTopic, PropertyId.CorrelationData, PropertyId.UserProperty);

    /// <summary>From a client: without a subscription identifier, which only a server sends.</summary>
    public static PropertySet Publish { get; } = Of(
        PropertyId.PayloadFormatIndicator, PropertyId.MessageExpiryInterval, PropertyId.TopicAlias,
        PropertyId.ResponseTopic, PropertyId.CorrelationData, PropertyId.UserProperty, PropertyId.ContentType);

    public static PropertySet Puback { get; } = Of(PropertyId.ReasonString, PropertyId.UserProperty);

    public static PropertySet Subscribe { get; } = Of(PropertyId.SubscriptionIdentifier, PropertyId.UserProperty);

    public static PropertySet Unsubscribe { get; } = Of(PropertyId.UserProperty);

    public static PropertySet Disconnect { get; } = Of(
        PropertyId.SessionExpiryInterval, PropertyId.ReasonString, PropertyId.UserProperty);

    public static PropertySet All { get; } = Of(Enum.GetValues<PropertyId>());

    public bool Contains(int id) => id < 64 && (Bits & (1UL << id)) != 0;

    private static PropertySet Of(params PropertyId[] ids) =>
        new(ids.Aggregate(0UL, (bits, id) => bits | (1UL << (int)id)));
}
