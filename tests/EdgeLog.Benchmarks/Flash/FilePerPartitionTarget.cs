using System.Globalization;
using EdgeLog.Records;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>
/// The plain way: the same batches, gathered for the same time, appended to one file per partition, and one
/// <c>fdatasync</c> for each file that was touched.
/// </summary>
internal sealed class FilePerPartitionTarget : FlashTarget
{
    private const int GroupBytes = 512 * 1024;
    private const int BatchBytesMax = 64 * 1024 * 1024;

    private readonly TimeSpan _commitInterval;
    private readonly CompressionCodec _codec;
    private readonly RecordRun[] _runs;
    private readonly SafeFileHandle[] _files;
    private readonly long[] _positions;
    private readonly long[] _offsets;
    private readonly RecordBatchBuilder _builder = new();
    private readonly bool _isBulk;
    private DateTimeOffset _gatherUntil = DateTimeOffset.MinValue;
    private long _gatheredBytes;

    public FilePerPartitionTarget(string directory, FlashCase @case)
    {
        int partitions = @case.Load.Partitions;
        _commitInterval = @case.CommitInterval ?? TimeSpan.Zero;
        _codec = @case.IsCompressed ? CompressionCodec.Zstd : CompressionCodec.None;
        _isBulk = @case.Load.IsBulk;
        _positions = new long[partitions];
        _offsets = new long[partitions];
        _runs = [.. Enumerable.Range(0, partitions).Select(_ => RecordRun.Rent())];
        _files = [.. Enumerable.Range(0, partitions).Select(partition => File.OpenHandle(
            Path.Combine(directory, partition.ToString(CultureInfo.InvariantCulture)),
            FileMode.CreateNew,
            FileAccess.Write))];
    }

    public override ValueTask SendAsync(int partition, byte[] value)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        RecordRun run = _runs[partition];
        run.BeginRecord(now.ToUnixTimeMilliseconds());
        run.WriteNullKey();
        run.WriteValue(value);
        run.BeginHeaders(0);
        run.EndRecord();
        _gatheredBytes += value.Length;
        if (_isBulk ? _gatheredBytes >= GroupBytes : now >= _gatherUntil)
        {
            Commit();
            _gatherUntil = now + _commitInterval;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask SettleAsync()
    {
        Commit();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (RecordRun run in _runs)
        {
            run.Dispose();
        }

        foreach (SafeFileHandle file in _files)
        {
            file.Dispose();
        }

        _builder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Commit()
    {
        for (int partition = 0; partition < _runs.Length; partition++)
        {
            if (!_runs[partition].IsEmpty)
            {
                Write(partition);
            }
        }

        _gatheredBytes = 0;
    }

    private void Write(int partition)
    {
        _builder.Reset(new Offset(_offsets[partition]), LeaderEpoch.None, BatchBytesMax);
        foreach (RecordRunEntry entry in _runs[partition].Read())
        {
            if (!_builder.TryAdd(entry))
            {
                throw new InvalidOperationException("A group is larger than a batch.");
            }
        }

        _offsets[partition] += _builder.RecordCount;
        Memory<byte> batch = _builder.Build(_codec);
        RandomAccess.Write(_files[partition], batch.Span, _positions[partition]);
        FlushProbe.DataSync(_files[partition]);
        _positions[partition] += batch.Length;
        _runs[partition].Clear();
    }
}
