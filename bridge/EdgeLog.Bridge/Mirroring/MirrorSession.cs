namespace EdgeLog.Bridge;

/// <summary>
/// A mirror while its target can be reached. One loop owns everything: each turn takes in answers, follows the catalog,
/// asks the target about topics, sends batches and saves positions, then sleeps until something happens. Ends by
/// throwing when the target is lost.
/// </summary>
internal sealed class MirrorSession : IAsyncDisposable
{
    private readonly MirrorContext _context;
    private readonly MirrorMemory _memory;
    private readonly LoopTimes _times;
    private readonly KafkaClient _client;
    private readonly BatchFramer _framer;
    private readonly ProduceAnswers _answers;
    private readonly ProducePipeline _pipeline;
    private readonly TopicQueries _queries;
    private readonly PositionSaver _saver;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private readonly long _startedAt;
    private Task<long>? _askingProducerId;
    private Task _catalogChange = Task.CompletedTask;
    private bool _isOpen;

    public MirrorSession(MirrorContext context, MirrorMemory memory)
    {
        _context = context;
        _memory = memory;
        _times = context.Times;
        _startedAt = _times.Now;
        _client = new KafkaClient(new ClientWorld(context.Client, context.Dial, _times.Clock));
        _framer = new BatchFramer(context.Limits);
        _answers = new ProduceAnswers(context);
        _pipeline = new ProducePipeline(context, _client, memory.Topics, _framer, _answers);
        _queries = new TopicQueries(context, _client, memory.Topics, _answers);
        _saver = new PositionSaver(context, _client, memory.Topics);
        _timer = _times.Clock.CreateTimer(
            _ => context.Signal.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it got so far that a new attempt starts from scratch.</summary>
    public bool MadeProgress =>
        _answers.MadeProgress || (_isOpen && _times.Clock.GetElapsedTime(_startedAt) > TimeSpan.FromSeconds(30));

    /// <summary>
    /// Mirrors until <paramref name="stop"/>; <paramref name="onOpen"/> is called once the target has let us in.
    /// </summary>
    public async Task RunAsync(Action onOpen, Action onTurn, CancellationToken stop)
    {
        await OpenAsync(stop);
        _isOpen = true;
        onOpen();
        await using (stop.UnsafeRegister(static signal => ((LoopSignal)signal!).Set(), _context.Signal))
        {
            while (!stop.IsCancellationRequested)
            {
                Turn();
                onTurn();
                SetTimer();
                await _context.Signal.WaitAsync();
            }

            await StopAsync();
            onTurn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _timer.DisposeAsync();
        _pipeline.Abandon();
        await _client.DisposeAsync();
        await _queries.EndAsync();
        await _saver.EndAsync(CancellationToken.None);
        await _catalogChange.ContinueWith(static _ => { }, TaskScheduler.Default);
        if (_askingProducerId is not null)
        {
            await _askingProducerId.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        _framer.Dispose();
        _ended.Dispose();
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        await _client.DescribeAsync([], stop);
        if (_memory.ProducerId < 0)
        {
            _memory.ProducerId = await _client.InitProducerIdAsync(stop);
        }

        if (!_memory.KnowsTarget)
        {
            List<PositionEntry> found = await _client.RetryAsync(_saver.LoadAsync, stop);
            CheckGateway(found);
            _memory.Topics.Learn(found.Concat(_memory.Local));
            _memory.KnowsTarget = true;
        }

        AdoptProducerId();
    }

    private void CheckGateway(List<PositionEntry> found)
    {
        Guid gateway = _context.Log.Id;
        string name = _context.Settings.Policy.SourceAlias;
        PositionEntry? foreign = found.Find(entry =>
            entry.Key.Mirror == _context.Settings.Name && entry.Key.Cluster == name && entry.Position is not null
            && entry.Gateway != gateway);
        if (foreign is not null)
        {
            throw new MirrorConflictException(
                $"the target has positions of another gateway named {name} (its id {foreign.Gateway}, ours {gateway}), "
                + "so nothing is sent. If both exist, give one another gateway.name. If this one replaces it, delete "
                + $"topic {_context.Settings.Policy.PositionsTopic} in the target, or give this mirror another name: "
                + "it then starts at the beginning of its topics");
        }
    }

    private void Turn()
    {
        _pipeline.Collect();
        TakeProducerId();
        FollowCatalog();

        _queries.Turn(_ended.Token);
        ThrowIfLost();
        _pipeline.Send();
        _saver.Turn(_ended.Token);
    }

    private void FollowCatalog()
    {
        if (_memory.Topics.Refresh())
        {
            AdoptProducerId();
        }

        if (_catalogChange.IsCompleted)
        {
            _catalogChange = _context.Log.Topics.WaitForChangeAsync(_memory.Topics.CatalogVersion, _ended.Token);
            _context.Signal.SetAfter(_catalogChange);
        }
    }

    private void ThrowIfLost()
    {
        if (_queries.Failure is { } failure && !_client.IsConnected)
        {
            throw failure;
        }
    }

    // A partition whose epochs are used up needs a new id; so do all that are new.
    private void AdoptProducerId()
    {
        foreach (PartitionMirror partition in _memory.Topics.All.SelectMany(topic => topic.Partitions))
        {
            if (partition.NeedsProducerId && partition.ProducerId != _memory.ProducerId)
            {
                partition.Adopt(_memory.ProducerId);
            }
        }
    }

    private void TakeProducerId()
    {
        if (_askingProducerId is { IsCompleted: true } asked)
        {
            _askingProducerId = null;
            _memory.ProducerId = asked.GetAwaiter().GetResult();
            AdoptProducerId();
        }
        else if (_askingProducerId is null
            && _memory.Topics.All.Exists(topic => topic.Partitions.Any(partition => partition.NeedsProducerId)))
        {
            _askingProducerId = _client.InitProducerIdAsync(_ended.Token);
            _context.Signal.SetAfter(_askingProducerId);
        }
    }

    private void SetTimer()
    {
        long dueAt = Math.Min(_pipeline.DueAt, Math.Min(_queries.DueAt, _saver.DueAt));
        TimeSpan delay = dueAt == long.MaxValue ? Timeout.InfiniteTimeSpan : _times.Until(dueAt);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits a little for what is in flight, then saves positions.</summary>
    private async Task StopAsync()
    {
        long deadline = _times.After(_context.Limits.StopTimeout);
        while (_pipeline.InFlightCount > 0 && !_times.IsDue(deadline))
        {
            _timer.Change(_times.Until(deadline), Timeout.InfiniteTimeSpan);
            await _context.Signal.WaitAsync();
            _pipeline.Collect();
        }

        using var limit = new CancellationTokenSource(_context.Limits.StopTimeout, _times.Clock);
        await _saver.SaveLastAsync(limit.Token);
    }
}
