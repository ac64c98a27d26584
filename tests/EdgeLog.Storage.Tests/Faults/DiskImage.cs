namespace EdgeLog.Storage.Tests;

/// <summary>What one file holds on the flash, and what was written to it since its last flush.</summary>
internal sealed class DiskImage
{
    private const int SectorBytes = 512;
    private const int PageBytes = 4096;

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
    /// The content after a power cut: what was flushed, and of the rest nothing, all, what came before some byte, or
    /// whichever sectors or pages the card happened to write.
    /// </summary>
    public byte[] AfterPowerCut(Random random)
    {
        switch (_unflushed.Count == 0 ? 0 : random.Next(5))
        {
            case 0:
                break;
            case 1:
                Flush();
                break;
            case 2:
                ApplyUpToSomeByte(random);
                break;
            case 3:
                ApplySomePages(random);
                break;
            default:
                ApplySomeSectors(random);
                break;
        }

        _unflushed.Clear();
        return _durable;
    }

    /// <summary>
    /// A flush failed: some of what was to be flushed is on the flash, and the system takes all of it for written.
    /// </summary>
    public void FailFlush(Random random) => AfterPowerCut(random);

    private void ApplyUpToSomeByte(Random random)
    {
        int last = random.Next(_unflushed.Count);
        for (int i = 0; i <= last; i++)
        {
            (long position, byte[]? bytes) = _unflushed[i];
            Apply(position, i < last ? bytes : bytes?[..random.Next(bytes.Length + 1)]);
        }
    }

    private void ApplySomeSectors(Random random)
    {
        double share = random.NextDouble();
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
    }

    /// <summary>Each page as it was at some moment since the flush, as when the system writes back by itself.</summary>
    private void ApplySomePages(Random random)
    {
        var writtenBack = new Dictionary<long, int>();
        int sizes = random.Next(_unflushed.Count + 1);
        for (int i = 0; i < _unflushed.Count; i++)
        {
            (long position, byte[]? bytes) = _unflushed[i];
            if (bytes is null)
            {
                if (i < sizes)
                {
                    Apply(position, null);
                }

                continue;
            }

            for (int at = 0; at < bytes.Length;)
            {
                long page = (position + at) / PageBytes;
                int end = (int)Math.Min(bytes.Length, ((page + 1) * PageBytes) - position);
                if (!writtenBack.TryGetValue(page, out int until))
                {
                    until = random.Next(_unflushed.Count + 1);
                    writtenBack.Add(page, until);
                }

                if (i < until)
                {
                    Apply(position + at, bytes[at..end]);
                }

                at = end;
            }
        }
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
