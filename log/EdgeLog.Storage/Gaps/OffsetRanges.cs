namespace EdgeLog.Storage;

/// <summary>A set of offsets, kept as ranges: what overlaps or touches is one. Owned by whoever fills it.</summary>
internal sealed class OffsetRanges
{
    private readonly List<(long From, long End)> _ranges = [];
    private bool _isSorted = true;

    /// <summary>The ranges in order, apart from each other; ends are exclusive.</summary>
    public IReadOnlyList<(long From, long End)> Ranges
    {
        get
        {
            Sort();
            return _ranges;
        }
    }

    /// <summary>How many offsets are in the set.</summary>
    public long Count => Ranges.Sum(range => range.End - range.From);

    /// <summary>
    /// Adds the offsets from <paramref name="from"/> up to, and not including, <paramref name="end"/>.
    /// </summary>
    public void Add(long from, long end)
    {
        if (from >= end)
        {
            return;
        }

        if (_ranges.Count > 0 && _isSorted && from == _ranges[^1].End)
        {
            _ranges[^1] = (_ranges[^1].From, end);
            return;
        }

        _isSorted &= _ranges.Count == 0 || from > _ranges[^1].End;
        _ranges.Add((from, end));
    }

    /// <summary>Adds all of another set.</summary>
    public void Add(OffsetRanges other)
    {
        foreach ((long from, long end) in other.Ranges)
        {
            Add(from, end);
        }
    }

    /// <summary>Whether every offset of a range is in the set.</summary>
    public bool Contains(long from, long end) => Ranges.Any(range => range.From <= from && end <= range.End);

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
    public OffsetRanges Except(OffsetRanges other)
    {
        var rest = new OffsetRanges();
        int at = 0;
        foreach ((long from, long end) in Ranges)
        {
            long begin = from;
            while (at < other.Ranges.Count && other.Ranges[at].End <= begin)
            {
                at++;
            }

            for (int i = at; i < other.Ranges.Count && other.Ranges[i].From < end; i++)
            {
                rest.Add(begin, Math.Min(end, other.Ranges[i].From));
                begin = Math.Max(begin, other.Ranges[i].End);
            }

            rest.Add(begin, end);
        }

        return rest;
    }

    /// <summary>What of the set lies from <paramref name="from"/> up to <paramref name="end"/>.</summary>
    public OffsetRanges Clip(long from, long end)
    {
        var clipped = new OffsetRanges();
        foreach ((long first, long last) in Ranges)
        {
            clipped.Add(Math.Max(first, from), Math.Min(last, end));
        }

        return clipped;
    }

    private void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        _ranges.Sort();
        int kept = 0;
        for (int i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].From <= _ranges[kept].End)
            {
                _ranges[kept] = (_ranges[kept].From, Math.Max(_ranges[kept].End, _ranges[i].End));
            }
            else
            {
                _ranges[++kept] = _ranges[i];
            }
        }

        _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        _isSorted = true;
    }
}
