using System.Threading.Channels;
using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// The log's time: the machine's wall clock while that can be trusted, else the last time known and what passed since.
/// Timers and timestamps are the machine's. Knows, for each boot, how far times were off that it gave untrusted, and
/// corrects them when batches are read. Safe from any thread.
/// </summary>
public sealed partial class LogClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly HostClock _host;
    private readonly LogFileSystem _files;
    private readonly string _directory;
    private readonly ILogger _logger;
    private readonly ClockJudge _judge;
    private readonly SteadyTime _steady;
    private readonly Channel<bool> _saving = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly long _beganMs;
    private (long WallMs, long SteadyMs)? _trusted;
    private BootTimes _boots;
    private BootTimes _savedBoots;
    private BootTime _boot;
    private string? _reason;
    private DateTimeOffset _since;
    private long _judgedUpMs;
    private long _savedUpMs;
    private long _lastStampMs;

    internal LogClock(LogContext context, HostClock host)
    {
        _time = context.Time;
        _host = host;
        _files = context.Files;
        _directory = context.Directory;
        _logger = context.Loggers.CreateLogger<LogClock>();
        ClockFile? saved = ClockFile.Read(_directory);
        _boots = _savedBoots = BootTimes.Read(_directory);
        ClockReading now = Read();
        _judge = new ClockJudge(now, saved, host.BootId);
        _steady = new SteadyTime(now, saved, host.BootId, _directory);
        _beganMs = saved?.BeganMs ?? SteadyStart.FindBegin(_directory, _steady.At(now.UpMs));
        _trusted = saved?.TrustedMs is { } trustedMs ? (trustedMs, saved.TrustedSteadyMs) : null;
        _lastStampMs = saved?.StampedMs ?? 0;
        IsNewBoot = _boots.Last?.BootId != host.BootId;
        _reason = _judge.Judge(now, host.ReadSource());
        _boot = IsNewBoot ? NewBoot(now, saved) : _boots.Last!;
        Follow(now);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <summary>Whether the clock is believed.</summary>
    public ClockStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new ClockStatus { Reason = _reason, Since = _since, UncorrectedBoots = _boots.UnknownCount };
            }
        }
    }

    /// <summary>Time as it passes, which no clock can make jump: what ages are counted in.</summary>
    internal DateTimeOffset Steady
    {
        get
        {
            lock (_lock)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(_steady.At(_host.SinceBootMs));
            }
        }
    }

    /// <summary>Whether this is the log's first start in this boot of the machine, as far as it is known.</summary>
    internal bool IsNewBoot { get; }

    /// <summary>The first leader epoch of the last boot known: a new boot's is higher.</summary>
    internal LeaderEpoch LastEpoch => _boots.Last?.FirstEpoch ?? default;

    /// <summary>
    /// The stamp that <paramref name="time"/> gives: a log's clock knows its trust, any other is believed.
    /// </summary>
    public static RecordStamp StampBy(TimeProvider time) => time is LogClock clock
        ? clock.Stamp()
        : new RecordStamp(time.GetUtcNow().ToUnixTimeMilliseconds(), TimeTrust.Trusted);

    /// <summary>The time that a record which comes in now gets.</summary>
    public RecordStamp Stamp()
    {
        lock (_lock)
        {
            ClockReading now = Read();
            bool isDue = _reason is not null && now.UpMs - _judgedUpMs >= ClockLimits.JudgeIntervalMs;
            if (isDue || _judge.IsSuspicious(now))
            {
                Judge(now);
            }

            _lastStampMs = _reason is null ? now.WallMs : Provisional(now.UpMs);
            return new RecordStamp(_lastStampMs, _reason is null ? TimeTrust.Trusted : TimeTrust.Untrusted);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Stamp().TimestampMs);

    /// <inheritdoc/>
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Corrects the untrusted times of the batches in <paramref name="batches"/>, a copy, where they are known by now.
    /// </summary>
    internal void Correct(Span<byte> batches)
    {
        BootTimes boots = Volatile.Read(ref _boots);
        while (boots.HasShifts && !batches.IsEmpty)
        {
            RecordBatchHeader header = RecordBatchHeader.Read(batches);
            if (header.TimeTrust == TimeTrust.Untrusted && boots.ShiftOf(header.PartitionLeaderEpoch) is { } shiftMs)
            {
                RecordBatchRewriter.CorrectTimes(batches[..header.SizeBytes], shiftMs);
            }

            batches = batches[header.SizeBytes..];
        }
    }

    /// <summary>See <see cref="BootTimes.FurthestShift"/>.</summary>
    internal long? FurthestShift(LeaderEpoch first, LeaderEpoch last) =>
        Volatile.Read(ref _boots).FurthestShift(first, last);

    /// <summary>
    /// When the log got what is in a file that was last written at <paramref name="modified"/>, in steady time. What
    /// that time cannot be is counted from now.
    /// </summary>
    internal DateTimeOffset AppendedAt(DateTimeOffset modified)
    {
        DateTimeOffset now = Steady;
        return modified > now || modified.ToUnixTimeMilliseconds() < _beganMs ? now : modified;
    }

    /// <summary>Begins the life of the log that appends under <paramref name="epoch"/>.</summary>
    internal void Begin(LeaderEpoch epoch, bool wasCleanStop)
    {
        if (IsNewBoot)
        {
            lock (_lock)
            {
                _boot = _boot with { FirstEpoch = epoch };
                Volatile.Write(ref _boots, _boots.Begin(_boot, wasCleanStop));
            }
        }

        Save();
    }

    /// <summary>Judges the clock although nobody asked for the time; has it written down where that is due.</summary>
    internal void Check()
    {
        lock (_lock)
        {
            ClockReading now = Read();
            Judge(now);
            if (now.UpMs - _savedUpMs >= ClockLimits.SaveIntervalMs)
            {
                _saving.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>The loop that writes down what changed; ends when it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        // When this is asked to stop, the stop writes it down once more.
        await foreach (bool _ in _saving.Reader.ReadAllAsync(cancellation))
        {
            Save();
        }
    }

    /// <summary>Writes down what is known. By one thread at a time.</summary>
    internal void Save()
    {
        ClockFile file;
        BootTimes boots;
        lock (_lock)
        {
            ClockReading now = Read();
            long steadyMs = _steady.At(now.UpMs);
            _trusted = _reason is null ? (now.WallMs, steadyMs) : _trusted;
            _savedUpMs = now.UpMs;
            boots = _boots;
            file = new ClockFile
            {
                BootId = _host.BootId,
                UpMs = now.UpMs,
                BeganMs = _beganMs,
                SteadyMs = steadyMs,
                TrustedMs = _trusted?.WallMs,
                TrustedSteadyMs = _trusted?.SteadyMs ?? 0,
                StampedMs = _lastStampMs,
            };
        }

        try
        {
            if (boots != _savedBoots)
            {
                boots.Write(_files, _directory);
                _savedBoots = boots;
            }

            file.Write(_files, _directory);
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            // What was written before stays; the next time is soon.
            return;
        }

        lock (_lock)
        {
            _judge.LastKnownMs = file.TrustedMs ?? 0;
        }
    }

    private ClockReading Read() => new(_time.GetUtcNow().ToUnixTimeMilliseconds(), _host.SinceBootMs);

    private long Provisional(long upMs) => _boot.AnchorMs + upMs;

    private void Judge(ClockReading now)
    {
        _judgedUpMs = now.UpMs;
        bool wasTrusted = _reason is null;
        _reason = _judge.Judge(now, _host.ReadSource());
        if (wasTrusted == _reason is null)
        {
            return;
        }

        Follow(now);
        if (_reason is null)
        {
            LogTrusted(_since, TimeSpan.FromMilliseconds(_boot.ShiftMs!.Value));
        }

        _saving.Writer.TryWrite(true);
    }

    /// <summary>Takes note that the clock is trusted, or is not, from now on.</summary>
    private void Follow(ClockReading now)
    {
        _judgedUpMs = now.UpMs;
        long provisionalMs = Provisional(now.UpMs);
        _since = DateTimeOffset.FromUnixTimeMilliseconds(_reason is null ? now.WallMs : provisionalMs);
        if (_reason is null)
        {
            _steady.LearnOffTime(now);
            long shiftMs = now.WallMs - provisionalMs;
            bool isSame = _boot.ShiftMs is { } known && Math.Abs(shiftMs - known) < ClockLimits.ShiftStepMs;
            _boot = isSame ? _boot : _boot with { ShiftMs = shiftMs };
        }
        else
        {
            _boot = _boot with { HasUntrusted = true };
            LogUntrusted(_reason, _since);
        }

        if (_boots.Last?.BootId == _boot.BootId && _boots.Last != _boot)
        {
            Volatile.Write(ref _boots, _boots.Replace(_boot));
        }
    }

    /// <summary>
    /// Untrusted times go on from the last one given, or from the wall clock where that is ahead by no more than a
    /// gateway may have been off.
    /// </summary>
    private BootTime NewBoot(ClockReading now, ClockFile? saved)
    {
        long lastMs = Math.Max(_lastStampMs, _judge.LastKnownMs);
        bool isAhead = now.WallMs > lastMs && (saved is null || now.WallMs - lastMs <= ClockLimits.OffMaxMs);
        long startMs = _reason is null || isAhead ? now.WallMs : lastMs;
        return new BootTime { BootId = _host.BootId, FirstEpoch = default, AnchorMs = startMs - now.UpMs };
    }
}
