namespace EdgeLog.Storage;

/// <summary>When a clock is believed, each bound with its reason.</summary>
internal static class ClockLimits
{
    /// <summary>No EdgeLog ran before: a clock that says so was never set.</summary>
    public static readonly long EarliestMs =
        new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>
    /// A step at run time that needs no explanation: beyond it somebody set the clock, or it broke.
    /// </summary>
    public static readonly long StepMaxMs = Milliseconds(TimeSpan.FromMinutes(5));

    /// <summary>
    /// The longest that a gateway is taken to have been off. A longer stop, which is rare, costs that records stay
    /// longer than they were told to; a clock that is years ahead at a start costs nothing.
    /// </summary>
    public static readonly long OffMaxMs = Milliseconds(TimeSpan.FromDays(30));

    /// <summary>How long a clock that leapt ahead must run true until it is believed without being held.</summary>
    public static readonly long LeapTrialMs = Milliseconds(TimeSpan.FromHours(1));

    /// <summary>
    /// How long a clock must be held by a better one until that counts for more than the last time known: what was
    /// known came from a wrong clock then.
    /// </summary>
    public static readonly long HeldBehindTrialMs = Milliseconds(TimeSpan.FromHours(1));

    /// <summary>
    /// The same for a clock that nothing holds and that kept running: somebody would have set it by then.
    /// </summary>
    public static readonly long BehindTrialMs = Milliseconds(TimeSpan.FromDays(1));

    /// <summary>How often an untrusted clock is judged anew when it is asked.</summary>
    public static readonly long JudgeIntervalMs = Milliseconds(TimeSpan.FromSeconds(1));

    /// <summary>
    /// How often the time is written down: 144 small files a day wear no card, and a power cut forgets ten minutes.
    /// </summary>
    public static readonly long SaveIntervalMs = Milliseconds(TimeSpan.FromMinutes(10));

    /// <summary>A shift that is known moves only by more than this, so that times read twice are the same.</summary>
    public const long ShiftStepMs = 1_000;

    /// <summary>Boots kept in the table: more would make a file of it that takes long to replace.</summary>
    public const int BootsMax = 1_000;

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
