using System.Buffers;
using System.Diagnostics;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// One contiguous block of bytes from the shared pool that grows as it is written: a message under construction.
/// Reuse it with <see cref="Clear"/>; one owner at a time.
/// </summary>
public sealed class KafkaBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestBytes = 256;

    private byte[] _array;
    private int _length;

    /// <summary>Starts empty, without room.</summary>
    public KafkaBuffer() => _array = [];

    /// <summary>Starts empty with room for at least <paramref name="capacityBytes"/>.</summary>
    public KafkaBuffer(int capacityBytes) => _array = ArrayPool<byte>.Shared.Rent(capacityBytes);

    /// <summary>Bytes written.</summary>
    public int Length => _length;

    /// <summary>Room, of which <see cref="Length"/> is used.</summary>
    public int CapacityBytes => _array.Length;

    /// <summary>What was written; valid until the next write, clear or dispose.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _length);

    /// <summary>What was written; valid until the next write, clear or dispose.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, _length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => _length = 0;

    /// <summary>Makes room for <paramref name="bytes"/> more.</summary>
    public void Reserve(int bytes)
    {
        if (_array.Length - _length < bytes)
        {
            Grow(bytes);
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(_length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        Debug.Assert(count >= 0 && count <= _array.Length - _length, "advanced past the room");
        _length += count;
    }

    /// <summary>Gives the room back to the pool; the buffer is then empty and may be used again.</summary>
    public void Dispose()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = [];
        _length = 0;
    }

    /// <summary>The writer's view: all room, written or not.</summary>
    internal Span<byte> Room => _array;

    /// <summary>The writer's position, which is the length.</summary>
    internal ref int Position => ref _length;

    private void Grow(int bytes)
    {
        var wanted = Math.Max(checked(_length + bytes), SmallestBytes);
        var doubled = (int)Math.Min((long)_array.Length * 2, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, doubled));
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
