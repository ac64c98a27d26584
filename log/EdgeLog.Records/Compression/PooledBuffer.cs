using System.Buffers;

namespace EdgeLog.Records.Compression;

/// <summary>Bytes that grow at the end, in an array from the shared pool. Owned by one thread at a time.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int MinimumGrowth = 4096;

    /// <summary>
    /// Larger arrays are left to the collector: the pool would keep what one hostile or unusual batch unfolded to.
    /// </summary>
    private const int MaxPooledBytes = 4 * 1024 * 1024;

    private byte[] _array = [];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    public Span<byte> WrittenSpan => _array.AsSpan(0, Length);

    public Memory<byte> WrittenMemory => _array.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _array.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _array.AsMemory(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Clear() => Length = 0;

    /// <summary>Gives the array back; the buffer may be used again.</summary>
    public void Dispose()
    {
        Length = 0;
        Replace([]);
    }

    private void Ensure(int sizeBytes)
    {
        if (_array.Length - Length >= sizeBytes)
        {
            return;
        }

        int needed = checked(Length + sizeBytes);
        int wanted = (int)Math.Min(Math.Max(2L * _array.Length, MinimumGrowth), Array.MaxLength);
        int size = Math.Max(needed, wanted);
        byte[] larger = size <= MaxPooledBytes
            ? ArrayPool<byte>.Shared.Rent(size)
            : GC.AllocateUninitializedArray<byte>(size);
        _array.AsSpan(0, Length).CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] array)
    {
        if (_array.Length is > 0 and <= MaxPooledBytes)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = array;
    }
}
