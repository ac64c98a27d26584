namespace EdgeLog.Storage;

/// <summary>
/// A machine of which nothing but a time is known: one boot, and a clock that is held to a better one.
/// </summary>
internal sealed class GivenHostClock(TimeProvider time) : HostClock
{
    private static readonly Guid OnlyBoot = new("61ec7210-0000-4000-8000-000000000001");

    public override Guid BootId => OnlyBoot;

    public override long SinceBootMs => (long)time.GetElapsedTime(0).TotalMilliseconds;

    public override ClockSource ReadSource() => ClockSource.Synchronised;
}
