using Microsoft.Win32.SafeHandles;

namespace EdgeLog.PowerCut;

/// <summary>
/// A disk with a volatile write cache. Writes are kept aside, in pages of 4 KiB and with each state that a page had,
/// until a flush makes them durable; a power cut leaves of the rest what <see cref="CutMode"/> says. Safe from any
/// thread.
/// </summary>
internal sealed class VolatileDisk : IDisposable
{
    public const int PageBytes = 4096;

    /// <summary>64 MiB: a card's cache has an end too. Beyond it the older half is written, as a card would.</summary>
    private const int CachedStatesMax = 16_384;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _file;
    private readonly Dictionary<long, List<PageState>> _cache = [];
    private readonly Dictionary<long, byte[]> _before = [];
    private long _sequence;
    private int _states;
    private int _life;

    public VolatileDisk(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        SizeBytes = RandomAccess.GetLength(_file);
    }

    public long SizeBytes { get; }

    /// <summary>How many flushes were completed since the disk was opened.</summary>
    public long Flushes { get; private set; }

    /// <summary>Reads the newest content, flushed or not.</summary>
    public void Read(long position, Span<byte> destination)
    {
        lock (_lock)
        {
            RandomAccess.Read(_file, destination, position);
            for (long page = position / PageBytes; page * PageBytes < position + destination.Length; page++)
            {
                if (_cache.TryGetValue(page, out List<PageState>? states))
                {
                    Overlap(page, position, destination.Length, out int inPage, out int at, out int count);
                    states[^1].Content.AsSpan(inPage, count).CopyTo(destination[at..]);
                }
            }
        }
    }

    /// <summary>Takes a write into the cache.</summary>
    public void Write(long position, ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            for (long page = position / PageBytes; page * PageBytes < position + source.Length; page++)
            {
                Overlap(page, position, source.Length, out int inPage, out int at, out int count);
                byte[] content = count == PageBytes ? new byte[PageBytes] : NewestLocked(page);
                source.Slice(at, count).CopyTo(content.AsSpan(inPage));
                if (!_cache.TryGetValue(page, out List<PageState>? states))
                {
                    _cache[page] = states = [];
                }

                states.Add(new PageState(++_sequence, content));
                _states++;
            }

            if (_states > CachedStatesMax)
            {
                SettleLocked(_sequence - (CachedStatesMax / 2));
            }
        }
    }

    /// <summary>Writes past the cache: durable when it returns (FUA).</summary>
    public void WriteThrough(long position, ReadOnlySpan<byte> source)
    {
        Write(position, source);
        lock (_lock)
        {
            for (long page = position / PageBytes; page * PageBytes < position + source.Length; page++)
            {
                if (_cache.Remove(page, out List<PageState>? states))
                {
                    _states -= states.Count;
                    SaveLocked(page, states[^1].Content);
                }
            }
        }
    }

    /// <summary>Begins a flush of everything written so far: to be given to <see cref="CompleteFlush"/>.</summary>
    public FlushMark BeginFlush()
    {
        lock (_lock)
        {
            return new FlushMark(_life, _sequence);
        }
    }

    /// <summary>
    /// Makes durable what was written before the flush began; nothing where the power went in between.
    /// </summary>
    public void CompleteFlush(FlushMark mark)
    {
        lock (_lock)
        {
            if (mark.Life == _life)
            {
                SettleLocked(mark.Sequence);
                Flushes++;
            }
        }
    }

    /// <summary>The power goes: of what is in the cache each page is kept, torn or dropped, as the mode says.</summary>
    public CutReport Cut(CutMode mode, Random random)
    {
        lock (_lock)
        {
            _life++;
            _before.Clear();
            int kept = 0;
            int torn = 0;
            long oldest = _cache.Count == 0 ? 0 : _cache.Values.Min(states => states[0].Sequence);
            long edge = random.NextInt64(oldest, _sequence + 1);
            foreach ((long page, List<PageState> states) in _cache)
            {
                int left = mode switch
                {
                    CutMode.Drop => -1,
                    CutMode.Keep => states.Count - 1,
                    CutMode.Prefix => states.FindLastIndex(state => state.Sequence <= edge),
                    CutMode.Suffix => states[^1].Sequence >= edge ? states.Count - 1 : -1,
                    _ => random.Next(2) == 0 ? states.Count - 1 : random.Next(-1, states.Count),
                };
                if (left >= 0)
                {
                    RandomAccess.Write(_file, states[left].Content, page * PageBytes);
                    kept += left == states.Count - 1 ? 1 : 0;
                    torn += left == states.Count - 1 ? 0 : 1;
                }
            }

            var report = new CutReport(mode, _cache.Count, kept, torn);
            _cache.Clear();
            _states = 0;
            return report;
        }
    }

    /// <summary>Writes the disk as the last cut left it to a file, for whoever looks into a failure.</summary>
    public void SaveAsCut(string path)
    {
        lock (_lock)
        {
            using SafeFileHandle copy = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            byte[] content = new byte[PageBytes];
            for (long page = 0; page < SizeBytes / PageBytes; page++)
            {
                RandomAccess.Read(_file, content, page * PageBytes);
                ReadOnlySpan<byte> asCut = _before.TryGetValue(page, out byte[]? before) ? before : content;
                if (asCut.ContainsAnyExcept((byte)0))
                {
                    RandomAccess.Write(copy, asCut, page * PageBytes);
                }
            }

            RandomAccess.SetLength(copy, SizeBytes);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Overlap(
        long page, long position, int length, out int inPage, out int at, out int count)
    {
        long start = page * PageBytes;
        long from = Math.Max(start, position);
        inPage = (int)(from - start);
        at = (int)(from - position);
        count = (int)(Math.Min(start + PageBytes, position + length) - from);
    }

    private byte[] NewestLocked(long page)
    {
        byte[] content = new byte[PageBytes];
        if (_cache.TryGetValue(page, out List<PageState>? states))
        {
            states[^1].Content.CopyTo(content, 0);
        }
        else
        {
            RandomAccess.Read(_file, content, page * PageBytes);
        }

        return content;
    }

    private void SettleLocked(long sequence)
    {
        foreach ((long page, List<PageState> states) in _cache)
        {
            int settled = states.FindLastIndex(state => state.Sequence <= sequence);
            if (settled < 0)
            {
                continue;
            }

            SaveLocked(page, states[settled].Content);
            _states -= settled + 1;
            states.RemoveRange(0, settled + 1);
            if (states.Count == 0)
            {
                _cache.Remove(page);
            }
        }
    }

    private void SaveLocked(long page, byte[] content)
    {
        if (!_before.ContainsKey(page))
        {
            byte[] before = new byte[PageBytes];
            RandomAccess.Read(_file, before, page * PageBytes);
            _before[page] = before;
        }

        RandomAccess.Write(_file, content, page * PageBytes);
    }

    /// <summary>A flush under way.</summary>
    /// <param name="Life">Between which two cuts.</param>
    /// <param name="Sequence">The last page state that it covers.</param>
    internal readonly record struct FlushMark(int Life, long Sequence);

    private readonly record struct PageState(long Sequence, byte[] Content);
}
