using System.Buffers;

namespace EdgeLog.Network;

/// <summary>
/// One length-prefixed message in one contiguous pooled buffer, without its prefix. Its bytes may be sliced and
/// handed on until it is disposed; disposing gives buffer and budget back and may happen on any thread, once.
/// </summary>
public sealed class Frame : IDisposable
{
    private readonly ByteBudget _budget;
    private readonly int _reservedBytes;
    private byte[]? _buffer;

    internal Frame(int sizeBytes, int reservedBytes, ByteBudget budget)
    {
        SizeBytes = sizeBytes;
        _reservedBytes = reservedBytes;
        _budget = budget;
        _buffer = ArrayPool<byte>.Shared.Rent(sizeBytes);
    }

    /// <summary>The message's size in bytes.</summary>
    public int SizeBytes { get; }

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Memory => Writable;

    internal Memory<byte> Writable
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, SizeBytes);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _budget.Return(_reservedBytes);
        }
    }
}
