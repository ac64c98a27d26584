using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>The settings of a simulated sensor, under <c>signal</c> in the configuration.</summary>
internal sealed record Signal
{
    private static readonly Dictionary<string, SignalShape> Shapes = new(StringComparer.Ordinal)
    {
        ["sine"] = SignalShape.Sine,
        ["triangle"] = SignalShape.Triangle,
        ["square"] = SignalShape.Square,
        ["sawtooth"] = SignalShape.Sawtooth,
        ["random-walk"] = SignalShape.RandomWalk,
        ["step"] = SignalShape.Step,
    };

    /// <summary>The shape.</summary>
    public SignalShape Shape { get; init; }

    /// <summary>How long one wave takes.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far the wave goes up and down from the offset.</summary>
    public double Amplitude { get; init; } = 1;

    /// <summary>The middle of the wave.</summary>
    public double Offset { get; init; }

    /// <summary>The standard deviation of what chance adds to each value.</summary>
    public double Noise { get; init; }

    /// <summary>The stairs of a staircase; 0 for another shape means that values are not rounded to steps.</summary>
    public int Steps { get; init; }

    /// <summary>The share of readings that fail, 0 to 1.</summary>
    public double Dropout { get; init; }

    /// <summary>What chance starts from, so that it can be repeated; null is another every time.</summary>
    public int? Seed { get; init; }

    /// <summary>The unit that readings name.</summary>
    public string Unit { get; init; } = "";

    public static Signal Read(PropertyReader settings)
    {
        PropertyReader own = settings.Under("signal.");
        var absent = new Signal();
        string shape = (own.Find("shape") ?? "sine").Replace(' ', '-').Replace('_', '-');
        SignalShape known = Shapes.TryGetValue(shape, out SignalShape found)
            ? found
            : throw own.Invalid("shape", shape, $"write one of {string.Join(", ", Shapes.Keys)}");
        return new Signal
        {
            Shape = known,
            Period = Durations.Find(own, "period") ?? absent.Period,
            Amplitude = Numbers.Find(own, "amplitude", double.MinValue) ?? absent.Amplitude,
            Offset = Numbers.Find(own, "offset", double.MinValue) ?? absent.Offset,
            Noise = Numbers.Find(own, "noise", 0) ?? absent.Noise,
            Steps = own.Number("steps", absent: known == SignalShape.Step ? 4 : 0, least: 0),
            Dropout = Numbers.Find(own, "dropout", 0) ?? absent.Dropout,
            Seed = own.Find("seed") is null ? null : own.Number("seed", absent: 0, least: int.MinValue),
            Unit = own.Find("unit") ?? absent.Unit,
        };
    }
}
