namespace EdgeLog.Storage.Tests;

/// <summary>What one file holds on the flash, and what was written to it since its last flush.</summary>
internal sealed class DiskImage
{
    private const int SectorBytes = 512;

    private readonly List<(long Position, byte[]? Bytes)> _unflushed = [];
    private byte[] _durable = [];

    public void Write(ReadOnlySpan<byte> bytes, long position) => _unflushed.Add((position, bytes.ToArray()));

    public void Truncate(long length) => _unflushed.Add((length, null));

    public void Flush()
    {
        foreach ((long position, byte[]? bytes) in _unflushed)
        {
            Apply(position, bytes);
        }

        _unflushed.Clear();
    }

    /// <summary>
    /// The content after a power cut: what was flushed, and of the rest whichever sectors the card happened to write.
    /// </summary>
    public byte[] AfterPowerCut(Random random)
    {
        double share = random.Next(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        foreach ((long position, byte[]? bytes) in _unflushed)
        {
            if (bytes is null)
            {
                if (random.NextDouble() < share)
                {
                    Apply(position, null);
                }

                continue;
            }

            for (int at = 0; at < bytes.Length; at += SectorBytes)
            {
                if (random.NextDouble() < share)
                {
                    Apply(position + at, bytes[at..Math.Min(bytes.Length, at + SectorBytes)]);
                }
            }
        }

        _unflushed.Clear();
        return _durable;
    }

    private void Apply(long position, byte[]? bytes)
    {
        if (bytes is null)
        {
            Array.Resize(ref _durable, (int)position);
            return;
        }

        if (_durable.Length < position + bytes.Length)
        {
            Array.Resize(ref _durable, (int)position + bytes.Length);
        }

        bytes.CopyTo(_durable, position);
    }
}
