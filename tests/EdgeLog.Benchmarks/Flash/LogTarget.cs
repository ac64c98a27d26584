using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>The log itself.</summary>
internal sealed class LogTarget : FlashTarget
{
    // A paced load never waits for room: a second's messages may be gathered in one group.
    private const int BulkRunBytes = 64 * 1024;
    private const int BulkInFlight = 32;
    private const int PacedInFlight = 4_096;

    private readonly SemaphoreSlim _room;
    private readonly LogDirectory _log;
    private readonly Topic _topic;
    private readonly int _runBytes;
    private readonly int _inFlight;
    private RecordRun _run = RecordRun.Rent();

    private LogTarget(LogDirectory log, Topic topic, FlashLoad load)
    {
        _log = log;
        _topic = topic;
        _runBytes = load.IsBulk ? BulkRunBytes : 1;
        _inFlight = load.IsBulk ? BulkInFlight : PacedInFlight;
        _room = new SemaphoreSlim(_inFlight);
    }

    public static async Task<FlashTarget> OpenAsync(string directory, FlashCase @case)
    {
        LogDirectory log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = Path.Combine(directory, "data"), CommitInterval = @case.CommitInterval },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        Topic topic = await log.Topics.CreateAsync(
            "readings",
            @case.Load.Partitions,
            new Dictionary<string, string> { ["compression.type"] = @case.IsCompressed ? "zstd" : "uncompressed" },
            CancellationToken.None);
        return new LogTarget(log, topic, @case.Load);
    }

    public override ValueTask SendAsync(int partition, byte[] value)
    {
        Span<byte> key = stackalloc byte[16];
        partition.TryFormat(key, out int keyBytes, provider: CultureInfo.InvariantCulture);
        _run.BeginRecord(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _run.WriteKey(key[..keyBytes]);
        _run.WriteValue(value);
        _run.BeginHeaders(0);
        _run.EndRecord();
        return _run.SizeBytes < _runBytes ? ValueTask.CompletedTask : new ValueTask(AppendAsync(partition));
    }

    public override async ValueTask SettleAsync()
    {
        await AppendAsync(0);
        for (int i = 0; i < _inFlight; i++)
        {
            await _room.WaitAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _run.Dispose();
        _room.Dispose();
    }

    private async Task AppendAsync(int partition)
    {
        if (_run.IsEmpty)
        {
            return;
        }

        await _room.WaitAsync();
        var append = new LogTargetAppend(_room) { Run = _run };
        _run = RecordRun.Rent();
        await _topic.Partitions[partition].AppendAsync(append, CancellationToken.None);
    }
}
