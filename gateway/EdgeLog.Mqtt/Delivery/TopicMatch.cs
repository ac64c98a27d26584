namespace EdgeLog.Mqtt;

/// <summary>Who wants the messages of a topic. Immutable.</summary>
/// <param name="Subscribers">The sessions, each once.</param>
/// <param name="Groups">The shares: one of the members of each gets a message.</param>
internal sealed record TopicMatch(Subscriber[] Subscribers, SharedGroup[] Groups)
{
    public static TopicMatch None { get; } = new([], []);
}
