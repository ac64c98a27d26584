using System.Buffers;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// Brings what becomes durable in one partition to the sessions that want it, each batch decoded once. Runs on the
/// thread pool when the high watermark moves, never twice at a time; that run owns the position.
/// </summary>
internal sealed partial class PartitionDispatcher : IHighWatermarkListener, IThreadPoolWorkItem
{
    /// <summary>Bytes read at a time; a larger batch gets what it needs.</summary>
    public const int ReadBytes = 64 * 1024;

    private readonly Partition _partition;
    private readonly SubscriptionTree _subscriptions;
    private readonly RecordDecoder _decoder;
    private readonly ILogger _logger;
    private long _next;
    private int _requests;
    private volatile bool _stopped;

    public PartitionDispatcher(
        Partition partition, Offset from, SubscriptionTree subscriptions, RecordDecoder decoder, ILogger logger)
    {
        _partition = partition;
        _subscriptions = subscriptions;
        _decoder = decoder;
        _logger = logger;
        _next = from.Value;
    }

    /// <summary>Everything before it has been delivered.</summary>
    public Offset Next => new(Volatile.Read(ref _next));

    public void OnHighWatermarkMoved(Partition partition)
    {
        if (Interlocked.Increment(ref _requests) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Stop() => _stopped = true;

    void IThreadPoolWorkItem.Execute()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _requests);
            Dispatch();
        }
        while (Interlocked.Add(ref _requests, -seen) != 0);
    }

    private void Dispatch()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (!_stopped && !_partition.IsDeleted && Next < _partition.HighWatermark)
            {
                var read = _partition.Read(Next, buffer);
                if (read.Error == ReadError.Closed)
                {
                    return;
                }

                if (read.Error != ReadError.None)
                {
                    var end = _partition.HighWatermark;
                    LogSkipped(_partition.Id.ToString(), Next.Value, end.Value, read.Error);
                    Volatile.Write(ref _next, end.Value);
                }
                else if (read.BytesRead > 0)
                {
                    Deliver(buffer.AsSpan(0, read.BytesRead));
                    Volatile.Write(ref _next, read.NextOffset.Value);
                }
                else if (read.NextBatchBytes > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                }
                else
                {
                    // Nothing is left up to there: it is damaged, and declared.
                    Volatile.Write(ref _next, read.NextOffset.Value);
                }
            }
        }
        catch (Exception failed) when (failed is StorageException or IOException or ObjectDisposedException)
        {
            // The log has failed or closed under a delivery; its owner knows. Nothing more comes from it.
            _stopped = true;
            LogStopped(failed, _partition.Id.ToString());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Deliver(ReadOnlySpan<byte> batches)
    {
        try
        {
            using var records = new RecordBatchReader(batches, Next);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (!_decoder.TryDecode(
                    _partition.Id.Topic, record, record.Value, record.EncodedHeaders, out var message))
                {
                    continue;
                }

                Deliver(message, record.Offset);
            }
        }
        catch (InvalidRecordException problem)
        {
            // A producer's compressed batch may turn out undecodable; the next one is fine again.
            LogUndecodable(problem, _partition.Id.ToString(), Next.Value);
        }
    }

    private void Deliver(scoped in LiveMessage message, Offset offset)
    {
        var match = _subscriptions.Match(message.Topic);
        foreach (var subscriber in match.Subscribers)
        {
            if (subscriber.TermsAt(_partition, offset) is { } terms)
            {
                subscriber.Session.Deliver(message, terms, _partition, offset);
            }
        }

        foreach (var group in match.Groups)
        {
            group.OnRecord(_partition, offset);
        }
    }
}
