using System.Buffers;
using System.Threading.Channels;
using EdgeLog.Connect;
using EdgeLog.Records;

namespace EdgeLog.Devices;

/// <summary>
/// A device as a source task: reads its sensors on schedule, one record per sensor. Its loop owns everything in here;
/// others
/// read <see cref="Last"/> and ask through <see cref="ReadNowAsync"/>.
/// </summary>
public sealed class DeviceSource : SourceTask
{
    private readonly DeviceConfig _config;
    private readonly TimeProvider _time;
    private readonly SensorSweep _sweep;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Channel<TaskCompletionSource<IReadOnlyList<SensorReading>>> _requests =
        Channel.CreateBounded<TaskCompletionSource<IReadOnlyList<SensorReading>>>(DeviceLimits.MaxWaitingReads);

    private Schedule? _schedule;
    private volatile IReadOnlyList<SensorReading> _last = [];

    /// <summary>Makes the source of a device. Throws <see cref="ConfigException"/>.</summary>
    public DeviceSource(DeviceConfig config, TimeProvider time)
        : this(config, DriverCatalog.Create(config, time), time)
    {
    }

    internal DeviceSource(DeviceConfig config, Driver driver, TimeProvider time)
    {
        _config = config;
        _time = time;
        _sweep = new SensorSweep(config.Name, driver, time);
    }

    /// <summary>The last reading of every sensor; safe from any thread.</summary>
    public IReadOnlyList<SensorReading> Last => _last;

    /// <summary>How many readings the schedule left out because the one before took too long.</summary>
    public long SkippedPollCount => _schedule?.SkippedCount ?? 0;

    /// <summary>How many single readings did not answer within their time.</summary>
    public long HangCount => _sweep.HangCount;

    /// <summary>Reads the device now, off its schedule; nothing is appended. Safe from any thread.</summary>
    public async Task<IReadOnlyList<SensorReading>> ReadNowAsync(CancellationToken cancellation)
    {
        var request = new TaskCompletionSource<IReadOnlyList<SensorReading>>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        await _requests.Writer.WriteAsync(request, cancellation);
        return await request.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc />
    public override async ValueTask PollAsync(SourceBatch batch, CancellationToken cancellation)
    {
        _schedule ??= new Schedule(_config.Interval, _time);
        while (_schedule.UntilNext is var wait && wait > TimeSpan.Zero)
        {
            await WaitAsync(wait, cancellation);
            while (_requests.Reader.TryRead(out TaskCompletionSource<IReadOnlyList<SensorReading>>? request))
            {
                await SweepAsync(cancellation);
                request.TrySetResult(_last);
            }
        }

        IReadOnlyList<SensorState> states = await SweepAsync(cancellation);
        _schedule.Advance();
        _buffer.ResetWrittenCount();
        foreach (SensorState state in states)
        {
            Add(batch, state);
        }
    }

    /// <inheritdoc />
    public override ValueTask StopAsync()
    {
        while (_requests.Reader.TryRead(out TaskCompletionSource<IReadOnlyList<SensorReading>>? request))
        {
            request.TrySetCanceled();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<SensorState>> SweepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<SensorState> states = await _sweep.RunAsync(cancellation);
        _last = [.. states.Select(state => state.Last!)];
        return states;
    }

    /// <summary>Waits until the next reading is due or somebody asks for one.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task due = Task.Delay(wait, _time, done.Token);
        Task asked = _requests.Reader.WaitToReadAsync(done.Token).AsTask();
        await Task.WhenAny(due, asked);
        await done.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Add(SourceBatch batch, SensorState state)
    {
        SensorReading reading = state.Last!;
        int start = _buffer.WrittenCount;
        ReadingJson.Write(reading, _config.Name, _buffer);
        RawRecord record = batch.Add();
        record.Topic = _config.Topic;
        record.Key = state.Key;
        record.Value = _buffer.WrittenMemory[start..];
        record.Stamp = new RecordStamp(reading.Time.ToUnixTimeMilliseconds(), reading.TimeTrust);
    }
}
