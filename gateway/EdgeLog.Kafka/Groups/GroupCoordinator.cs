using System.Threading.Channels;
using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Commits;
using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka.Groups;

/// <summary>
/// Consumer groups and their offsets. One loop owns everything: it takes work in order, hands what must last to the
/// log, applies it when it is durable, and only then lets the answer go. Work for a group waits while a change of that
/// group is being written; what other groups do goes on.
/// </summary>
internal sealed partial class GroupCoordinator : IDisposable
{
    // Bounded by its senders: one call for each connection, one completion for each write, one alarm.
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly Dictionary<string, Queue<Action>> _held = new(StringComparer.Ordinal);
    private readonly Queue<GroupWrite> _writes = new();
    private readonly List<GroupWrite> _unsent = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly GroupsTopic _topic;
    private readonly GroupTimer _expiry;
    private readonly ILogger _logger;

    private GroupCoordinator(LogDirectory log, GroupLimits limits, TimeProvider time, ILoggerFactory loggers)
    {
        Log = log;
        Limits = limits;
        Time = time;
        _logger = loggers.CreateLogger<GroupCoordinator>();
        _topic = new GroupsTopic(log, time);
        Timers = new GroupTimers(time, () => _inbox.Writer.TryWrite(static () => { }));
        Table = new GroupTable(Timers);
        Classic = new ClassicGroups(this);
        Consumer = new ConsumerGroups(this);
        Offsets = new GroupOffsets(this);
        _expiry = new GroupTimer(Timers, "", Expire);
    }

    public LogDirectory Log { get; }

    public GroupLimits Limits { get; }

    public TimeProvider Time { get; }

    public GroupTimers Timers { get; }

    public GroupTable Table { get; }

    public ClassicGroups Classic { get; }

    public ConsumerGroups Consumer { get; }

    public GroupOffsets Offsets { get; }

    /// <summary>Reads what the log has of groups; nothing is served before <see cref="RunAsync"/>.</summary>
    public static GroupCoordinator Open(
        LogDirectory log, GroupLimits limits, TimeProvider time, ILoggerFactory loggers)
    {
        var coordinator = new GroupCoordinator(log, limits, time, loggers);
        var groups = new GroupReplay(coordinator);
        coordinator._topic.Replay(groups.Apply);
        groups.Finish();
        if (coordinator.Table.Groups.Count > 0)
        {
            coordinator.LogReplayed(coordinator.Table.Groups.Count, coordinator.Table.OffsetCount);
        }

        return coordinator;
    }

    /// <summary>The loop; ends when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _expiry.Start(Limits.ExpiryInterval);
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(cancellation))
            {
                while (_inbox.Reader.TryRead(out var work))
                {
                    work();
                }

                while (Timers.TakeDue() is { } timer)
                {
                    Do(timer.GroupId, timer.Fire);
                }

                await SendWritesAsync();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop. What was being written becomes durable or not; nobody is told.
        }
        finally
        {
            await _stopped.CancelAsync();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopped.Cancel();
        Timers.Dispose();
        _stopped.Dispose();
    }

    /// <summary>
    /// Has <paramref name="work"/> done in the loop, in the group's turn, and waits for what it sets. From any thread;
    /// given up when <paramref name="gone"/> fires or the coordinator stops.
    /// </summary>
    public async Task<TAnswer> CallAsync<TAnswer>(
        string groupId, Action<TaskCompletionSource<TAnswer>> work, CancellationToken gone)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Writer.TryWrite(() => Do(groupId, () => work(answer)));
        await using var stopped = _stopped.Token.UnsafeRegister(
            static answer => ((TaskCompletionSource<TAnswer>)answer!).TrySetCanceled(), answer);
        return await answer.Task.WaitAsync(gone);
    }

    /// <summary>Does work of a group now or, while the group is being written, then.</summary>
    public void Do(string groupId, Action work)
    {
        if (_held.TryGetValue(groupId, out var waiting))
        {
            waiting.Enqueue(work);
        }
        else
        {
            work();
        }
    }

    /// <summary>Writes a change of a group; its other work waits until <paramref name="onDone"/> was told.</summary>
    public void WriteHeld(string groupId, IReadOnlyList<GroupRecord> records, Action<bool> onDone)
    {
        _held.Add(groupId, new Queue<Action>());
        Write(new GroupWrite(records, onDone, groupId));
    }

    /// <summary>Writes records that nothing has to wait for, such as offsets.</summary>
    public void Write(IReadOnlyList<GroupRecord> records, Action<bool> onDone) =>
        Write(new GroupWrite(records, onDone, null));

    private void Write(GroupWrite write)
    {
        _writes.Enqueue(write);
        _unsent.Add(write);
    }

    private async ValueTask SendWritesAsync()
    {
        foreach (var write in _unsent)
        {
            await _topic.AppendAsync(
                write.Records, error => _inbox.Writer.TryWrite(() => OnWritten(write, error)));
        }

        _unsent.Clear();
    }

    /// <summary>The log completes appends in any order; they are applied in the order they were made.</summary>
    private void OnWritten(GroupWrite write, AppendError error)
    {
        write.IsDurable = error == AppendError.None;
        if (error != AppendError.None)
        {
            LogNotWritten(write.Records[0].Key.Group, error);
        }

        while (_writes.TryPeek(out var first) && first.IsDurable is { } isDurable)
        {
            _writes.Dequeue();
            if (isDurable)
            {
                foreach (var record in first.Records)
                {
                    Table.Apply(record, TimeSpan.Zero);
                }
            }

            Release(first, isDurable);
        }
    }

    /// <summary>
    /// Tells that a write is done, then lets the work go on that waited for it. Either may hold the group again: the
    /// rest then waits behind that.
    /// </summary>
    private void Release(GroupWrite write, bool isDurable)
    {
        if (write.HeldGroup is not { } groupId)
        {
            write.OnDone(isDurable);
            return;
        }

        _held.Remove(groupId, out var waiting);
        write.OnDone(isDurable);
        while (waiting!.TryDequeue(out var work))
        {
            Do(groupId, work);
        }
    }

    private void Expire()
    {
        _expiry.Start(Limits.ExpiryInterval);
        if (Offsets.Expire() is > 0 and var count)
        {
            LogExpired(count);
        }
    }
}
