namespace EdgeLog.Storage;

/// <summary>
/// The byte budget's books: what the directory takes is kept as a running total, moved by every reservation and
/// deletion, and put right by measuring now and then. Safe from any thread.
/// </summary>
internal sealed class SpaceLedger(SpaceShare budget, SpaceShare reserve)
{
    /// <summary>What may be on its way when appends are held back; see <see cref="SpaceReading.IsTight"/>.</summary>
    private const long InFlightBytes = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private volatile bool _isMakingRoom;
    private SpaceReading _reading = new(0, long.MaxValue, 0, long.MaxValue);
    private SpaceShare _budget = budget;
    private SpaceShare _reserve = reserve;
    private long _freeAtMeasure = -1;
    private long _claimedSinceMeasure;
    private long _unseenBytes;
    private long _forcedBytes;
    private Action? _onLow;

    /// <summary>What gives its blocks for the gateway's own topics when nothing is free; null: there is none.</summary>
    public Ballast? Ballast { get; set; }

    /// <summary>
    /// Whether room is being made and appends are held back: what is on its way may then draw on the reserve, for it
    /// will be made good in a moment.
    /// </summary>
    public bool IsMakingRoom
    {
        get => _isMakingRoom;
        set => _isMakingRoom = value;
    }

    /// <summary>The room as far as it is known now.</summary>
    public SpaceReading Reading
    {
        get
        {
            lock (_lock)
            {
                return _reading;
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="wake"/> whenever a claim leaves little, or the disk had less than thought.
    /// </summary>
    public void OnLow(Action wake) => _onLow = wake;

    /// <summary>Changes budget and reserve; they act from the next measuring on.</summary>
    public void Reconfigure(SpaceShare budget, SpaceShare reserve)
    {
        lock (_lock)
        {
            _budget = budget;
            _reserve = reserve;
        }
    }

    /// <summary>Takes room out of the budget, or refuses to.</summary>
    public bool TryClaim(long bytes, SpaceDraw draw)
    {
        bool isGranted;
        bool isLow;
        lock (_lock)
        {
            isGranted = bytes <= _reading.HeadroomBytes + AllowanceOf(draw);
            if (isGranted)
            {
                Move(bytes);
                _claimedSinceMeasure += bytes;
            }

            isLow = !isGranted || _reading.IsLow;
        }

        if (isLow)
        {
            _onLow?.Invoke();
        }

        return isGranted;
    }

    /// <summary>
    /// Takes room for the gateway's own topics although others have taken the reserve: a quarter of it at most, until
    /// there is headroom again.
    /// </summary>
    public bool TryForce(long bytes)
    {
        lock (_lock)
        {
            if (_forcedBytes + bytes > _reading.ReserveBytes / 4)
            {
                return false;
            }

            _forcedBytes += bytes;
            Move(bytes);
            _claimedSinceMeasure += bytes;
            return true;
        }
    }

    /// <summary>Gives back what a claim or a file held.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
        {
            Move(-bytes);
            _claimedSinceMeasure -= bytes;
        }
    }

    /// <summary>Gives back what was taken by force and not used.</summary>
    public void ReleaseForced(long bytes)
    {
        lock (_lock)
        {
            _forcedBytes -= bytes;
            Move(-bytes);
            _claimedSinceMeasure -= bytes;
        }
    }

    /// <summary>Room was made by deleting: some filesystems show it only later.</summary>
    public void ReleaseDeleted(long bytes)
    {
        lock (_lock)
        {
            Move(-bytes);
            _unseenBytes += bytes;
        }
    }

    /// <summary>What was believed of deletions not yet seen is not so: the disk is full now.</summary>
    public void OnDiskFull()
    {
        lock (_lock)
        {
            _unseenBytes = 0;
        }

        _onLow?.Invoke();
    }

    /// <summary>Takes in what the filesystem says; what is ours stays as it was counted.</summary>
    public void Measure(FilesystemSpace space)
    {
        lock (_lock)
        {
            if (_freeAtMeasure >= 0)
            {
                long risen = space.FreeBytes - _freeAtMeasure + _claimedSinceMeasure;
                _unseenBytes = Math.Max(0, _unseenBytes - Math.Max(0, risen));
            }

            _freeAtMeasure = space.FreeBytes;
            _claimedSinceMeasure = 0;
            SetLimit();
        }
    }

    /// <summary>
    /// Takes in what the directory was measured to take, beginning when <paramref name="before"/> was ours: what was
    /// claimed meanwhile comes on top, counted twice at worst until the next time.
    /// </summary>
    public void MeasureUsed(long usedBytes, long before)
    {
        lock (_lock)
        {
            long meanwhile = Math.Max(0, _reading.UsedBytes - before);
            _reading = _reading with { UsedBytes = usedBytes + meanwhile };
            _unseenBytes = 0;
            SetLimit();
        }
    }

    private long AllowanceOf(SpaceDraw draw)
    {
        long half = _reading.ReserveBytes / 2;
        long onTheWay = _isMakingRoom ? Math.Min(half, InFlightBytes) : 0;
        return draw == SpaceDraw.Internal ? half : onTheWay;
    }

    private void Move(long bytes) =>
        _reading = _reading with { UsedBytes = Math.Max(0, _reading.UsedBytes + bytes) };

    private void SetLimit()
    {
        if (_freeAtMeasure < 0)
        {
            return;
        }

        long free = _freeAtMeasure + _unseenBytes;
        long whole = _reading.UsedBytes + free;
        long reserveBytes = _reserve.Of(whole);
        _reading = _reading with
        {
            FreeBytes = _freeAtMeasure,
            ReserveBytes = reserveBytes,
            LimitBytes = Math.Min(_budget.Of(whole), whole - reserveBytes),
        };
        _forcedBytes = _reading.HeadroomBytes > 0 ? 0 : _forcedBytes;
    }
}
