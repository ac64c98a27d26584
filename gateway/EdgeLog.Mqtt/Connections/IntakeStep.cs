namespace EdgeLog.Mqtt;

/// <summary>How a step over received packets ended.</summary>
internal enum IntakeStep
{
    /// <summary>The packet is done with, or there is none left.</summary>
    Done = 0,

    /// <summary>The packet is done with and the batch is full: submit it.</summary>
    Submit,

    /// <summary>The packet's topic has no target yet: resolve it and look at the packet again.</summary>
    Resolve,

    /// <summary>The packet is done with but for its log topic, which must be created first.</summary>
    CreateTopic,

    /// <summary>The client has too many messages unacknowledged: submit, wait, and look at the packet again.</summary>
    Throttle,

    /// <summary>Submit what there is, and look at the packet again.</summary>
    SubmitFirst,

    /// <summary>The packet is done with once <see cref="ControlPackets.FinishAsync"/> has been awaited.</summary>
    Await,

    /// <summary>The client said goodbye.</summary>
    Disconnect,
}
