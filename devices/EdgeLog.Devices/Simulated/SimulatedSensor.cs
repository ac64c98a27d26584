namespace EdgeLog.Devices;

/// <summary>A sensor that is made up: a wave over the monotonic time since it was made, noise and dropouts.</summary>
internal sealed class SimulatedSensor : Sensor
{
    private const int Decimals = 6;

    private readonly Signal _signal;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly long _start;
    private double _walk;

    public SimulatedSensor(string name, Signal signal, TimeProvider time)
        : base(name, signal.Unit)
    {
        _signal = signal;
        _time = time;
        _random = signal.Seed is { } seed ? new Random(seed) : new Random();
        _start = time.GetTimestamp();
    }

    public override double? Read()
    {
        double phase = _time.GetElapsedTime(_start) / _signal.Period;
        double wave = Quantize(Wave(phase - Math.Floor(phase)));
        double noise = _signal.Noise > 0 ? _signal.Noise * NextGaussian() : 0;
        return _signal.Dropout > 0 && _random.NextDouble() < _signal.Dropout
            ? throw new SensorException("simulated dropout")
            : Math.Round(_signal.Offset + (_signal.Amplitude * wave) + noise, Decimals);
    }

    /// <summary>The wave between -1 and 1 at <paramref name="phase"/> between 0 and 1.</summary>
    private double Wave(double phase) => _signal.Shape switch
    {
        SignalShape.Sine => Math.Sin(2 * Math.PI * phase),
        SignalShape.Triangle => phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - (4 * phase) : (4 * phase) - 4,
        SignalShape.Square => phase < 0.5 ? 1 : -1,
        SignalShape.RandomWalk => Walk(),
        _ => (2 * phase) - 1,
    };

    private double Walk()
    {
        _walk = Math.Clamp(_walk + (0.1 * NextGaussian()), -1, 1);
        return _walk;
    }

    private double Quantize(double wave)
    {
        if (_signal.Steps < 2)
        {
            return wave;
        }

        double step = Math.Min(Math.Floor((wave + 1) / 2 * _signal.Steps), _signal.Steps - 1);
        return (2 * step / (_signal.Steps - 1)) - 1;
    }

    /// <summary>Box and Muller's way to a normal distribution.</summary>
    private double NextGaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
