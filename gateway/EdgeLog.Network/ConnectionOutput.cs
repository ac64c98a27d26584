using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace EdgeLog.Network;

/// <summary>
/// The sending side of one connection: serialises what several threads write and flushes once for many writes.
/// </summary>
/// <remarks>
/// <para>
/// The owner awaits <see cref="RunAsync"/> beside its own loop; only that loop touches the pipe. Replies of an attached
/// <see cref="ReplyQueue"/> are written straight into the pipe, and only while the socket takes them, so that a slow
/// reader holds one reply's bytes and not all of them. What <see cref="Write"/> brings is staged in pooled memory
/// first.
/// </para>
/// <para>The pipe is not completed here; that is left to the connection's owner.</para>
/// </remarks>
public sealed class ConnectionOutput
{
    // Enough for one large send; replies beyond it wait for the flush and not in the pipe's memory.
    private const int FlushBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly AsyncSignal _work = new();
    private readonly PipeWriter _pipe;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CountingWriter _writer;
    private readonly ConnectionLimits _limits;
    private StagingBuffer _staged = new();
    private StagingBuffer _sending = new();
    private ReplyQueue? _replies;
    private TaskCompletionSource? _room;
    private long _stagedBytes;
    private long _flushingBytes;
    private long _flushes;
    private bool _completing;
    private bool _closed;
    private bool _overflowed;

    /// <summary>Writes to <paramref name="writer"/>, within the default limits.</summary>
    public ConnectionOutput(PipeWriter writer)
        : this(writer, ConnectionLimits.Default)
    {
    }

    /// <summary>Writes to <paramref name="writer"/>, within <paramref name="limits"/>.</summary>
    public ConnectionOutput(PipeWriter writer, ConnectionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(limits);
        _pipe = writer;
        _writer = new CountingWriter(writer);
        _limits = limits;
    }

    /// <summary>Bytes written and not yet taken by the socket's buffer.</summary>
    public long UnsentBytes => Volatile.Read(ref _stagedBytes) + Volatile.Read(ref _flushingBytes);

    /// <summary>How often the socket has taken all that was handed to it. Safe from any thread.</summary>
    public long Flushes => Volatile.Read(ref _flushes);

    /// <summary>Whether sending has ended; what is written from then on is dropped.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Completes when sending has ended, however it did.</summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Sends until <see cref="Complete"/>, until the peer is gone, or until cancelled; returns in each of these cases.
    /// Throws what the transport throws, and <see cref="ConnectionAbortedException"/> where the peer leaves more than
    /// <see cref="ConnectionLimits.UnsentBytesMax"/> unread. Afterwards replies that complete are discarded.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static o => ((ConnectionOutput)o!).Wake(), this);
        try
        {
            await SendAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Cancelled by the owner, who knows.
        }
        finally
        {
            Close();
        }

        if (_overflowed)
        {
            throw new ConnectionAbortedException(
                $"The peer does not read: more than {_limits.UnsentBytesMax} bytes wait for it. It is disconnected.");
        }
    }

    /// <summary>
    /// Lets <paramref name="write"/> put bytes into the pipe, alone, and schedules a flush. From any thread; must be
    /// short. Callers that may write much ask <see cref="WaitForRoomAsync"/> or <see cref="UnsentBytes"/> first.
    /// </summary>
    public void Write<TState>(TState state, Action<TState, IBufferWriter<byte>> write)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (_lock)
        {
            if (_closed || _overflowed)
            {
                return;
            }

            write(state, _staged);
            _stagedBytes = _staged.SizeBytes;
            _overflowed = UnsentBytes > _limits.UnsentBytesMax;
            if (_overflowed)
            {
                // The loop may be waiting for the very socket that takes nothing.
                _pipe.CancelPendingFlush();
            }
        }

        Wake();
    }

    /// <summary>
    /// Completes when <see cref="UnsentBytes"/> is below the pause threshold again, or sending has ended.
    /// </summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        if (UnsentBytes < _limits.UnsentBytesPause)
        {
            return ValueTask.CompletedTask;
        }

        lock (_lock)
        {
            if (UnsentBytes < _limits.UnsentBytesPause || _closed)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            // The sending loop makes room first and then looks for who waits for it: look at the room once more after
            // saying that somebody does, or both may have looked before the other spoke.
            Interlocked.MemoryBarrier();
            if (UnsentBytes >= _limits.UnsentBytesPause)
            {
                return new ValueTask(_room.Task.WaitAsync(cancellation));
            }
        }

        ReleaseRoom();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Ends sending once what has been written, and the replies completed by now, are flushed: <see cref="RunAsync"/>
    /// then returns. Replies still to complete are not waited for: see <see cref="ReplyQueue.DrainAsync"/>.
    /// </summary>
    public void Complete()
    {
        Volatile.Write(ref _completing, true);
        Wake();
    }

    internal void Attach(ReplyQueue replies)
    {
        if (Interlocked.CompareExchange(ref _replies, replies, null) is not null)
        {
            throw new InvalidOperationException("A connection has one order of replies.");
        }
    }

    internal void Wake()
    {
        if (!IsClosed)
        {
            _work.Set();
            return;
        }

        // Nobody sends any more: whoever completes a reply now gives it back itself.
        _replies?.DiscardCompleted();
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !Volatile.Read(ref _overflowed))
        {
            var completing = Volatile.Read(ref _completing);
            _replies?.WriteCompleted(_writer, FlushBytes);
            WriteStaged();
            if (_writer.BytesWritten == 0)
            {
                if (completing)
                {
                    return;
                }

                await _work.WaitAsync();
                continue;
            }

            Volatile.Write(ref _flushingBytes, _writer.BytesWritten);
            var flush = await _pipe.FlushAsync(cancellation);
            _writer.Reset();
            Volatile.Write(ref _flushingBytes, 0);
            Volatile.Write(ref _flushes, _flushes + 1);
            if (flush.IsCompleted || flush.IsCanceled)
            {
                return;
            }

            _replies?.OnFlushed();
            ReleaseRoom();
        }
    }

    private void WriteStaged()
    {
        lock (_lock)
        {
            if (_staged.SizeBytes == 0)
            {
                return;
            }

            (_staged, _sending) = (_sending, _staged);
            _flushingBytes += _sending.SizeBytes;
            _stagedBytes = 0;
        }

        _writer.Write(_sending.Written);
        _sending.Release();
    }

    private void ReleaseRoom()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _room) is null)
        {
            return;
        }

        TaskCompletionSource? room = null;
        lock (_lock)
        {
            if (UnsentBytes < _limits.UnsentBytesPause || _closed)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.SetResult();
    }

    private void Close()
    {
        lock (_lock)
        {
            Volatile.Write(ref _closed, true);
            _staged.Release();
            _stagedBytes = 0;
        }

        Volatile.Write(ref _flushingBytes, 0);
        ReleaseRoom();
        _completion.TrySetResult();
        _replies?.Close();
        _replies?.DiscardCompleted();
    }
}
