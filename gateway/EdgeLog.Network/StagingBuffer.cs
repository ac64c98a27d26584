using System.Buffers;

namespace EdgeLog.Network;

/// <summary>
/// A growing buffer over the shared pool that holds nothing while it is empty, so that an idle connection costs
/// nothing. Guarded by its owner's lock.
/// </summary>
internal sealed class StagingBuffer : IBufferWriter<byte>
{
    private const int FirstSizeBytes = 1_024;

    private byte[] _bytes = [];

    /// <summary>Bytes held.</summary>
    public int SizeBytes { get; private set; }

    /// <summary>What is held.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, SizeBytes);

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - SizeBytes);
        SizeBytes += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(SizeBytes);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(SizeBytes);
    }

    /// <summary>Empties the buffer and gives its memory back.</summary>
    public void Release()
    {
        var bytes = _bytes;
        _bytes = [];
        SizeBytes = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void EnsureRoom(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - SizeBytes >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSizeBytes, Math.Max(SizeBytes * 2, SizeBytes + needed)));
        Written.CopyTo(larger);
        var size = SizeBytes;
        Release();
        _bytes = larger;
        SizeBytes = size;
    }
}
