namespace EdgeLog.Kafka.Groups;

/// <summary>One deadline of a group, set and moved as often as needed. The coordinator's loop's.</summary>
internal sealed class GroupTimer(GroupTimers timers, string groupId, Action fire)
{
    /// <summary>Whether it is set.</summary>
    public bool IsSet => Due is not null;

    /// <summary>When it fires; null where it is not set.</summary>
    internal TimeSpan? Due { get; private set; }

    /// <summary>Where it stands in the queue: at this time or, where that is null, not at all.</summary>
    internal TimeSpan? QueuedAt { get; set; }

    /// <summary>The group whose turn firing waits for.</summary>
    internal string GroupId => groupId;

    /// <summary>Fires <paramref name="after"/> that time instead of when it was set to.</summary>
    public void Start(TimeSpan after)
    {
        Due = timers.Now + after;
        timers.Enqueue(this);
    }

    /// <summary>Does not fire.</summary>
    public void Stop() => Due = null;

    internal void Fire()
    {
        // Moved on while it waited for the group's turn.
        if (Due is { } due && due <= timers.Now)
        {
            Due = null;
            fire();
        }
    }
}
