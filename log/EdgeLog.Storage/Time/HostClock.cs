namespace EdgeLog.Storage;

/// <summary>
/// What the machine says of time beyond the wall clock: the seam that tests replace. Safe from any thread.
/// </summary>
internal abstract class HostClock
{
    /// <summary>Names the time since the machine was started.</summary>
    public abstract Guid BootId { get; }

    /// <summary>Milliseconds since then; never jumps, and goes on while the machine sleeps.</summary>
    public abstract long SinceBootMs { get; }

    /// <summary>What stands behind the wall clock now.</summary>
    public abstract ClockSource ReadSource();

    /// <summary>The machine's own, or, for a time that is not the system's, one that believes it.</summary>
    public static HostClock For(TimeProvider time) =>
        ReferenceEquals(time, TimeProvider.System) ? new LinuxHostClock() : new GivenHostClock(time);
}
