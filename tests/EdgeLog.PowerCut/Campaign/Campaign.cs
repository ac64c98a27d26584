using System.Diagnostics;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.PowerCut;

/// <summary>
/// Cut after cut: switch the machine on, judge what survived, load it, take the power away. One boot per cut.
/// </summary>
internal sealed class Campaign
{
    private const int FailingCutsMax = 3;
    private static readonly TimeSpan BootTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsualWriteback = TimeSpan.FromSeconds(5);

    private readonly CampaignOptions _options;
    private readonly CampaignState _state;
    private readonly CampaignLog _log;
    private readonly LoadPlan _plan = new();
    private readonly MachineOptions _machine;
    private readonly Dictionary<int, StreamLedger> _ledgers;
    private readonly Judge _judge;
    private TimeSpan _opening = TimeSpan.FromSeconds(3);
    private bool _isInterrupted;

    public Campaign(CampaignOptions options, CampaignState state, CampaignLog log)
    {
        _options = options;
        _state = state;
        _log = log;
        _isInterrupted = state.IsInLife;
        _ledgers = _plan.Streams.ToDictionary(
            stream => stream.Id,
            stream => new StreamLedger(stream, state.Streams.GetValueOrDefault(stream.Id) ?? new StreamRecord()));
        _judge = new Judge(_plan, _ledgers, state.Judge);
        _machine = new MachineOptions
        {
            ImageDirectory = options.ImageDirectory,
            Directory = options.Directory,
            FileSystem = options.FileSystem,
            KernelWords = options.Control switch
            {
                Control.Weak => "powercut.config=weak",
                Control.Nosync => "powercut.nosync",
                _ => "",
            },
        };
    }

    private bool HasLost => _state.Findings.Any(finding => finding.Kind == FindingKind.Lost);

    private bool IsDone => _state.FailingCuts >= (_options.Control == Control.None ? FailingCutsMax : int.MaxValue)
        || (_options.Control != Control.None && HasLost);

    /// <summary>Runs until all cuts are made and judged, or stopped; true where every promise was kept.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        VirtualMachine.KillLeftover(_machine);
        using var disk = new VolatileDisk(_options.DiskFile);
        await using var server = new NbdServer(disk, _machine.NbdSocket);
        if (!File.Exists(_machine.WaitingImage))
        {
            await VirtualMachine.MakeWaitingImageAsync(_machine, BootTimeout);
        }

        long started = Stopwatch.GetTimestamp();
        double before = _state.Seconds;
        while (_state.Cuts < _options.Cuts && !IsDone && !stop.IsCancellationRequested)
        {
            LifePlan life = LifePlan.Draw(_options.Seed, _state.Cuts);
            await LiveAsync(disk, server, life, stop);
            _state.Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
            Save(isInLife: false);
        }

        if (_state.Cuts >= _options.Cuts && !IsDone)
        {
            await JudgeLastAsync(disk);
            _state.Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
            Save(isInLife: false);
        }

        return _state.Findings.Count == 0;
    }

    /// <summary>The result so far, in one line.</summary>
    public string Summary()
    {
        long lost = Sum(FindingKind.Lost) + Sum(FindingKind.TakenBack);
        string control = _options.Control == Control.None ? "" : $"control {_options.Control}, ".ToLowerInvariant();
        return $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} commit {_state.Commit}, {_state.FileSystem}, {control}"
            + $"{_state.Cuts} cuts: {_ledgers.Values.Sum(ledger => ledger.Acknowledged)} records acknowledged, "
            + $"{_judge.Record.Records} read, {lost} lost, {Sum(FindingKind.Repeated)} repeated "
            + $"({_judge.Record.Repeats} sent again by their clients), {Sum(FindingKind.Disorder)} out of order, "
            + $"{Sum(FindingKind.Garbage)} garbage, {Sum(FindingKind.Failed)} failed; {_state.Pages} unflushed pages, "
            + $"{_state.PagesDropped} dropped, {_state.PagesTorn} torn; {_state.FullReadings} full readings; "
            + $"{_state.Seconds:0} s; seed {_state.Seed}";
    }

    private long Sum(FindingKind kind) =>
        _state.Findings.Where(finding => finding.Kind == kind).Sum(finding => finding.Records);

    private async Task LiveAsync(
        VolatileDisk disk, NbdServer server, LifePlan life, CancellationToken stop)
    {
        Save(isInLife: true);
        long flushes = disk.Flushes;
        var line = new List<string> { $"cut {_state.Cuts + 1}/{_options.Cuts} {life.Kind} x{life.RateFactor:0.00}" };
        long started = Stopwatch.GetTimestamp();
        server.FlushMax = life.FlushMax;
        await using VirtualMachine machine = await StartAsync(life.Writeback);
        if (life.Kind == LifeKind.Recovery)
        {
            await machine.WaitForAsync(VirtualMachine.OpeningLine, BootTimeout);
            await Task.Delay(life.Until(_opening), CancellationToken.None);
        }
        else if (await BootAndJudgeAsync(machine, disk, line))
        {
            line.Add(await LoadAsync(machine, life, stop));
        }

        await machine.KillAsync();
        File.WriteAllText(Path.Combine(_options.Directory, "last.console"), machine.Console);
        CutReport cut = disk.Cut(life.Mode, new Random(life.CutSeed));
        _state.Cuts++;
        _state.Pages += cut.Pages;
        _state.PagesDropped += cut.Dropped;
        _state.PagesTorn += cut.Torn;
        line.Add($"{disk.Flushes - flushes} flushes; {cut}; {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        _log.Line(string.Join("; ", line));
        Conclude(machine);
    }

    private Task<VirtualMachine> StartAsync(TimeSpan writeback) =>
        VirtualMachine.StartAsync(_machine, $"writeback={(int)(writeback.TotalMilliseconds / 10)}");

    private async Task JudgeLastAsync(VolatileDisk disk)
    {
        var line = new List<string> { "last judgement" };
        await using VirtualMachine machine = await StartAsync(UsualWriteback);
        if (await BootAndJudgeAsync(machine, disk, line))
        {
            await ReadFromTheStartAsync(machine, line);
        }

        await machine.KillAsync();
        disk.Cut(CutMode.Drop, Random.Shared);
        _log.Line(string.Join("; ", line));
        Conclude(machine);
    }

    /// <summary>Waits for the gateway and reads what is new; false where that was not possible.</summary>
    private async Task<bool> BootAndJudgeAsync(
        VirtualMachine machine, VolatileDisk disk, List<string> line)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            await machine.WaitForAsync(VirtualMachine.OpeningLine, BootTimeout);
            long opening = Stopwatch.GetTimestamp();
            if (!await machine.WaitForAsync(VirtualMachine.ReadyLine, BootTimeout))
            {
                _judge.Report(FindingKind.Failed, 1, "the gateway did not start");
                return false;
            }

            _opening = Stopwatch.GetElapsedTime(opening);
            line.Add($"boot {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, "
                + $"cpu {machine.Cpu.TotalSeconds:0.0} s");
            started = Stopwatch.GetTimestamp();
            long before = _judge.Record.Records;
            await JudgeAsync(machine, _judge);
            line.Add($"read {_judge.Record.Records - before} in "
                + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
            if (_judge.Findings.Count > 0 && _options.Control == Control.None)
            {
                disk.SaveAsCut(Path.Combine(_options.Directory, $"failing-{_state.Cuts + 1}.img"));
            }

            if (_state.Cuts > 0 && _state.Cuts / _options.CutsPerFullReading > _state.FullReadings)
            {
                await ReadFromTheStartAsync(machine, line);
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException
            or GatewayErrorException or TimeoutException or KafkaProtocolException)
        {
            _judge.Report(FindingKind.Failed, 1, $"the gateway could not be judged: {failure.Message}");
            return false;
        }
    }

    private async Task JudgeAsync(VirtualMachine machine, Judge judge)
    {
        if (_isInterrupted)
        {
            // What the killed run sent again is not known: allow for all that it may have.
            _ledgers.Values.ToList().ForEach(ledger => ledger.SendAgain());
        }

        using var timeout = new CancellationTokenSource(ReadTimeout);
        await using KafkaConnection connection = await KafkaConnection.OpenAsync(machine.KafkaEndPoint, timeout.Token);
        await new LogReader(connection, _plan).JudgeAsync(judge).WaitAsync(timeout.Token);
        if (_isInterrupted)
        {
            _isInterrupted = false;
            foreach (StreamLedger ledger in _ledgers.Values)
            {
                ledger.Adopt(judge.NextOf(ledger.Plan.Id));
            }
        }
    }

    /// <summary>Reads all there is with a new judge, who must come to the same end.</summary>
    private async Task ReadFromTheStartAsync(VirtualMachine machine, List<string> line)
    {
        long started = Stopwatch.GetTimestamp();
        var fresh = new Judge(_plan, _ledgers, new JudgeRecord());
        fresh.MustRepeat(_judge);
        await JudgeAsync(machine, fresh);
        fresh.CompareWith(_judge);
        _judge.Findings.AddRange(fresh.Findings);
        _state.FullReadings++;
        line.Add($"all {fresh.Record.Records} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task<string> LoadAsync(VirtualMachine machine, LifePlan life, CancellationToken stop)
    {
        long before = _ledgers.Values.Sum(ledger => ledger.Acknowledged);
        long started = Stopwatch.GetTimestamp();
        var load = new Load(machine, _plan, _ledgers, _judge);
        string ending = await load.RunAsync(life.RateFactor, life.Until(_opening), stop);
        return $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, "
            + $"{_ledgers.Values.Sum(ledger => ledger.Acknowledged) - before} acknowledged, {ending}";
    }

    private void Conclude(VirtualMachine machine)
    {
        if (_judge.Findings.Count == 0)
        {
            return;
        }

        _state.FailingCuts++;
        string name = Path.Combine(_options.Directory, $"failing-{_state.Cuts}");
        File.WriteAllText($"{name}.console", machine.Console);
        foreach (Finding finding in _judge.Findings)
        {
            _log.Line($"  {finding.Kind}: {finding.Text}");
        }

        _state.Findings.AddRange(_judge.Findings);
        _judge.Findings.Clear();
    }

    private void Save(bool isInLife)
    {
        _state.IsInLife = isInLife;
        _state.Streams = _ledgers.ToDictionary(ledger => ledger.Key, ledger => ledger.Value.ToRecord());
        _state.Judge = _judge.Record;
        _state.Save(_options.StateFile);
    }
}
