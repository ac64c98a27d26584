namespace EdgeLog.PowerCut;

/// <summary>One life of the gateway, drawn from the campaign's seed and the number of the cut that ends it.</summary>
/// <param name="Kind">When the power goes.</param>
/// <param name="Moment">When within the time in question, from 0 to 1.</param>
/// <param name="Mode">What the card makes of unflushed pages.</param>
/// <param name="RateFactor">By how much the load is more or less than planned.</param>
/// <param name="Writeback">After how long the kernel writes what nobody has flushed.</param>
/// <param name="FlushMax">How long the card takes for a flush, at most.</param>
/// <param name="CutSeed">What the card's chances are drawn from.</param>
internal sealed record LifePlan(
    LifeKind Kind,
    double Moment,
    CutMode Mode,
    double RateFactor,
    TimeSpan Writeback,
    TimeSpan FlushMax,
    int CutSeed)
{
    /// <summary>Housekeeping looks at retention every 30 s, so a long life ends around its first look.</summary>
    private const int CutsPerLongLife = 12;

    private static readonly CutMode[] Modes =
        [CutMode.Drop, CutMode.Keep, CutMode.Prefix, CutMode.Suffix, CutMode.Scatter, CutMode.Scatter];

    /// <summary>Draws the life that ends with cut number <paramref name="cut"/>.</summary>
    public static LifePlan Draw(int seed, int cut)
    {
        var random = new Random(unchecked((seed * 1_000_003) + (cut * 7_919)));
        CutMode mode = Modes[random.Next(Modes.Length)];
        double rateFactor = Math.Pow(2, (random.NextDouble() * 4) - 2);
        LifeKind kind = cut % CutsPerLongLife == CutsPerLongLife - 1 ? LifeKind.Long
            : random.Next(4) == 0 ? LifeKind.Recovery
            : LifeKind.Short;

        // In a short life the kernel would write nothing by itself, and the card's cache would hold next to nothing.
        var writeback = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 5_000, 1 => 500, _ => 50 });
        var flushMax = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 2, 1 => 15, _ => 60 });
        return new LifePlan(kind, random.NextDouble(), mode, rateFactor, writeback, flushMax, random.Next());
    }

    /// <summary>
    /// How long after the load began; of a cut recovery, after the gateway began to open its log, which takes
    /// <paramref name="opening"/>.
    /// </summary>
    public TimeSpan Until(TimeSpan opening) => Kind switch
    {
        LifeKind.Long => TimeSpan.FromSeconds(25 + (6 * Moment)),
        LifeKind.Recovery => opening * Moment,
        _ => TimeSpan.FromSeconds(0.5 + (5 * Moment)),
    };
}
