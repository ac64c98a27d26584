using System.Buffers;

namespace EdgeLog.Storage;

/// <summary>
/// Bytes of a commit group, in one pooled array that is kept from group to group. Owned by who has the group.
/// </summary>
internal sealed class GroupBuffer
{
    /// <summary>What a group usually stays under; a larger array goes back to the pool.</summary>
    private const int KeptBytes = 4 * 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The bytes from <paramref name="start"/> on, to be changed in place.</summary>
    public Span<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Takes the next <paramref name="sizeBytes"/> bytes, whatever they hold.</summary>
    public Span<byte> Take(int sizeBytes)
    {
        if (_bytes.Length - Length < sizeBytes)
        {
            Grow(checked(Length + sizeBytes));
        }

        Span<byte> taken = _bytes.AsSpan(Length, sizeBytes);
        Length += sizeBytes;
        return taken;
    }

    /// <summary>Gives back what was taken behind <paramref name="length"/>.</summary>
    public void Shrink(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        }
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _bytes.Length));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
