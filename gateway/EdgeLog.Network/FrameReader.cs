using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace EdgeLog.Network;

/// <summary>
/// Takes frames off a connection's pipe: a big-endian int32 size, then that many bytes, as Kafka's protocol has
/// them. Room in the shared budget is taken before the first byte is copied, so a peer that announces much makes
/// itself wait. Owned by the connection's loop.
/// </summary>
public sealed class FrameReader
{
    private const int PrefixBytes = sizeof(int);

    // A link this slow over half a minute carries nobody's records; what is slower only holds memory.
    private const int ProgressBytes = 16 * 1024;

    private readonly PipeReader _reader;
    private readonly int _frameBytesMax;
    private readonly ByteBudget _budget;
    private readonly ByteBudget _smallBudget;
    private long _progress;

    /// <summary>
    /// Reads from <paramref name="reader" /> frames of at most <paramref name="frameBytesMax" /> bytes. Those of up to
    /// <see cref="SmallFrameBytes"/> have a budget of their own, so that a large one that comes slowly does not keep
    /// every other peer waiting.
    /// </summary>
    public FrameReader(PipeReader reader, int frameBytesMax, ByteBudget budget, ByteBudget smallBudget)
    {
        _reader = reader;
        _frameBytesMax = frameBytesMax;
        _budget = budget;
        _smallBudget = smallBudget;
    }

    /// <summary>Frames of up to 64 KiB are small: all but the larger batches of producers.</summary>
    public static int SmallFrameBytes => 64 * 1024;

    /// <summary>
    /// Whether the rest of a frame is waited for, and there is memory for it: the peer is in the middle of a message.
    /// Safe from any thread.
    /// </summary>
    public bool IsInsideFrame { get; private set; }

    /// <summary>Moves with every whole frame and with every 16 KiB of one. Safe from any thread.</summary>
    public long Progress => Volatile.Read(ref _progress);

    /// <summary>
    /// The next frame, the caller's to dispose; null where the peer ended the stream between two frames. Throws
    /// <see cref="FrameException"/> where the size is impossible or the stream ends inside a frame.
    /// </summary>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellation)
    {
        if (await ReadSizeAsync(cancellation) is not { } sizeBytes)
        {
            return null;
        }

        var budget = sizeBytes <= SmallFrameBytes ? _smallBudget : _budget;
        await budget.TakeAsync(sizeBytes, cancellation);
        MarkProgress();
        IsInsideFrame = true;
        var frame = new Frame(sizeBytes, sizeBytes, budget);
        try
        {
            await FillAsync(frame.Writable, cancellation);
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        IsInsideFrame = false;
        MarkProgress();
        return frame;
    }

    private async ValueTask<int?> ReadSizeAsync(CancellationToken cancellation)
    {
        var result = await _reader.ReadAtLeastAsync(PrefixBytes, cancellation);
        ThrowIfCancelled(result);
        var buffer = result.Buffer;
        if (buffer.Length < PrefixBytes)
        {
            var wasEmpty = buffer.IsEmpty;
            _reader.AdvanceTo(buffer.End);
            return wasEmpty ? null : throw new FrameException("The stream ended inside a frame's size.");
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        _reader.AdvanceTo(buffer.GetPosition(PrefixBytes));
        var sizeBytes = BinaryPrimitives.ReadInt32BigEndian(prefix);
        return sizeBytes > 0 && sizeBytes <= _frameBytesMax
            ? sizeBytes
            : throw new FrameException(
                $"A frame of {sizeBytes} bytes was announced, where 1 to {_frameBytesMax} are allowed{Guess(prefix)}.");
    }

    private async ValueTask FillAsync(Memory<byte> destination, CancellationToken cancellation)
    {
        var received = 0;
        while (!destination.IsEmpty)
        {
            var result = await _reader.ReadAsync(cancellation);
            ThrowIfCancelled(result);
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, destination.Length));
            part.CopyTo(destination.Span);
            destination = destination[(int)part.Length..];

            // Measured before the pipe takes its memory back, which a sequence's length is read from.
            received += (int)part.Length;
            _reader.AdvanceTo(part.End);
            if (received >= ProgressBytes)
            {
                received = 0;
                MarkProgress();
            }

            if (result.IsCompleted && part.IsEmpty)
            {
                throw new FrameException($"The stream ended {destination.Length} bytes before the end of a frame.");
            }
        }
    }

    private void MarkProgress() => Volatile.Write(ref _progress, _progress + 1);

    private static void ThrowIfCancelled(in ReadResult result)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("the read was cancelled");
        }
    }

    private static string Guess(ReadOnlySpan<byte> prefix) => prefix switch
    {
        [0x16, 0x03, ..] => "; this looks like TLS, which this listener does not speak",
        [>= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z', _] =>
            "; this looks like HTTP",
        _ => "",
    };
}
