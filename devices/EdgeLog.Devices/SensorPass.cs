namespace EdgeLog.Devices;

/// <summary>
/// Reads sensors one after the other on a thread of its own. Where one hangs, its owner abandons the pass and starts
/// another
/// for the rest; the thread ends when the hanging reading does.
/// </summary>
internal sealed class SensorPass(IReadOnlyList<SensorState> sensors)
{
    private readonly (double? Value, string? Error)[] _results = new (double? Value, string? Error)[sensors.Count];
    private volatile bool _isAbandoned;
    private volatile int _doneCount;
    private volatile bool _isCompleted;

    /// <summary>How many readings are done.</summary>
    public int DoneCount => _doneCount;

    /// <summary>Whether the thread has ended.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>The result at <paramref name="index"/>, which must be below <see cref="DoneCount"/>.</summary>
    public (double? Value, string? Error) this[int index] => _results[index];

    /// <summary>Lets the thread end after the reading that hangs.</summary>
    public void Abandon() => _isAbandoned = true;

    public void Run()
    {
        for (int i = 0; i < sensors.Count && !_isAbandoned; i++)
        {
            try
            {
                _results[i] = (sensors[i].Sensor.Read(), null);
            }
            catch (Exception e)
            {
                _results[i] = (null, e.Message);
            }

            _doneCount = i + 1;
        }

        _isCompleted = true;
    }
}
