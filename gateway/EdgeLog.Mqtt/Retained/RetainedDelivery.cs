using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>A retained message that a new subscription is to get.</summary>
/// <param name="Offset">Its record in <see cref="StateTopic"/>.</param>
/// <param name="Terms">How the subscription wants it.</param>
internal readonly record struct RetainedDelivery(Offset Offset, DeliveryTerms Terms);
