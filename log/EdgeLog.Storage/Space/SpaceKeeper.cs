using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Keeps the data directory within its budget: measures, chooses what gives way, has it declared and dropped. A loop of
/// its own, woken when a reservation leaves little room, when a mirror moves on, and every second.
/// </summary>
internal sealed partial class SpaceKeeper : IDisposable
{
    private const int RoundsMax = 64;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly LogContext _context;
    private readonly LogDirectory _log;
    private readonly LogPipeline _pipeline;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _walkedAt;
    private long _lookedAt;
    private long _refusedFlushedAt;
    private volatile bool _isExhausted;
    private bool _isToldFull;

    public SpaceKeeper(LogContext context, LogDirectory log, LogPipeline pipeline)
    {
        _context = context;
        _log = log;
        _pipeline = pipeline;
        _logger = context.Loggers.CreateLogger<SpaceKeeper>();
        TimeSpan interval = context.Limits.SpaceInterval;
        _timer = context.Time.CreateTimer(static keeper => ((SpaceKeeper)keeper!).Wake(), this, interval, interval);
        context.Space.OnLow(OnLow);
        log.Mirrors.OnMoved(OnMirrorMoved);
    }

    /// <summary>Completes when what recovery found is declared.</summary>
    public Task Started => _started.Task;

    /// <summary>Whether nothing more may give way, so that appends which need room are refused.</summary>
    public bool IsFull => _isExhausted && _context.Space.Reading.IsUsedUp;

    /// <summary>The loop; ends when it is cancelled or the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await _log.Gaps.StartAsync(cancellation);
            _started.TrySetResult();
            while (true)
            {
                await RunOnceAsync(cancellation);
                await _wakes.Reader.ReadAsync(cancellation);
            }
        }
        finally
        {
            _isExhausted = true;
            OpenGate();
        }
    }

    /// <summary>One look at the room there is.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        Volatile.Write(ref _lookedAt, _context.Time.GetTimestamp());
        TryMeasure();
        _context.Space.Ballast?.Refill();
        if (_context.Space.Reading.IsLow)
        {
            await MakeRoomAsync(cancellation);
        }
        else
        {
            _isExhausted = false;
        }

        Tell();
        OpenGate();
        if (_log.Gaps.HasRefused
            && (_refusedFlushedAt == 0 || IsDue(_refusedFlushedAt, _context.Limits.RefusedInterval)))
        {
            _refusedFlushedAt = _context.Time.GetTimestamp();
            await _log.Gaps.FlushRefusedAsync(cancellation);
        }
    }

    /// <summary>Measures the directory at the next look, because much has changed in it.</summary>
    public void Remeasure()
    {
        Volatile.Write(ref _walkedAt, 0);
        Wake();
    }

    public void Dispose() => _timer.Dispose();

    private void TryMeasure()
    {
        try
        {
            Measure();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was measured last stands; the next look tries again.
        }
    }

    private void Measure()
    {
        _context.Space.Measure(_context.Files.ReadSpace(_context.Directory));
        LogLimits limits = _context.Limits;
        bool isLow = _context.Space.Reading.IsLow;
        if (_walkedAt == 0 || IsDue(_walkedAt, isLow ? limits.SpaceWalkIntervalLow : limits.SpaceWalkInterval))
        {
            Volatile.Write(ref _walkedAt, _context.Time.GetTimestamp());
            long before = _context.Space.Reading.UsedBytes;
            _context.Space.MeasureUsed(_context.Files.MeasureUsed(_context.Directory), before);
        }
    }

    private async Task MakeRoomAsync(CancellationToken cancellation)
    {
        // Until every mirror has told its positions, nobody knows what may go.
        for (int round = 0; _log.Mirrors.IsComplete && round < RoundsMax; round++)
        {
            SpaceReading reading = _context.Space.Reading;
            if (reading.HeadroomBytes >= reading.GoalBytes)
            {
                _isExhausted = false;
                return;
            }

            OverflowChoice choice = OverflowChoice.Make(
                _log.Topics.Snapshot.Values, _log.Mirrors, reading.GoalBytes - reading.HeadroomBytes);
            if (reading.HeadroomBytes + choice.Bytes <= 0)
            {
                choice.LeaveActive();
            }

            if (choice.IsEmpty || !await ApplyAsync(choice, cancellation))
            {
                break;
            }
        }

        _isExhausted = _context.Space.Reading.IsUsedUp;
    }

    /// <summary>Rolls and drops; false where nothing came of it.</summary>
    private async Task<bool> ApplyAsync(OverflowChoice choice, CancellationToken cancellation)
    {
        bool isAnyRolled = false;
        foreach (Partition partition in choice.Rolls)
        {
            ActiveSegment before = partition.Snapshot.Active;
            await _pipeline.ExecuteAsync(new RollCommand(_context, partition)).WaitAsync(cancellation);
            isAnyRolled |= partition.Snapshot.Active != before;
        }

        return await _log.Dropper.DropAsync(choice.Drops, cancellation) > 0 || isAnyRolled;
    }

    private void OpenGate()
    {
        _context.Space.IsMakingRoom = false;
        _context.SpaceGate.Open();
    }

    private bool IsDue(long since, TimeSpan interval) => _context.Time.GetElapsedTime(since) >= interval;

    private void OnLow()
    {
        if (!_isExhausted)
        {
            if (_context.Space.Reading.IsTight)
            {
                _context.Space.IsMakingRoom = true;
                _context.SpaceGate.Close();
            }

            Wake();
        }
        else if (IsDue(Volatile.Read(ref _lookedAt), LookInterval))
        {
            // Nothing may give way; but what is appended now fills segments that may, one by one.
            Wake();
        }
    }

    private void OnMirrorMoved()
    {
        if (_context.Space.Reading.IsLow)
        {
            Wake();
        }
    }

    private void Wake() => _wakes.Writer.TryWrite(true);
}
