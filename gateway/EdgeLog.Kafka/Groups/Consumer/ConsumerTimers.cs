namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>A member's deadlines.</summary>
/// <param name="Session">When it counts as gone.</param>
/// <param name="Revocation">When it should have given up what it was told to.</param>
internal sealed record ConsumerTimers(GroupTimer Session, GroupTimer Revocation)
{
    public void Stop()
    {
        Session.Stop();
        Revocation.Stop();
    }
}
