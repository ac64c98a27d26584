namespace EdgeLog.Storage.Tests;

public sealed class AppendInboxTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    private readonly AppendInbox _inbox = new(LogLimits.Default with { InboxBytes = 1_000 }, new WakeSignal());

    [Fact]
    public async Task Where_there_is_room_a_token_cancelled_before_changes_nothing()
    {
        AwaitedAppend append = Append(600);
        await _inbox.AddAsync(append, Cancelled);
        Assert.Equal([append], Take());
    }

    [Fact]
    public async Task In_a_full_inbox_a_token_cancelled_before_refuses_and_stands_in_nobodys_way()
    {
        await _inbox.AddAsync(Append(600), CancellationToken.None);
        AwaitedAppend late = Append(600);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _inbox.AddAsync(late, Cancelled).AsTask());

        // Whoever waits for room is served first: nobody waits.
        Task small = _inbox.AddAsync(Append(300), CancellationToken.None).AsTask();
        Assert.True(small.IsCompletedSuccessfully);
        Assert.Equal(2, Take().Count);
        Assert.Empty(Take());
        Assert.Equal(0, _inbox.Bytes);
    }

    [Fact]
    public async Task Who_stops_waiting_for_room_is_not_admitted_and_holds_up_nobody()
    {
        using var cancellation = new CancellationTokenSource();
        await _inbox.AddAsync(Append(600), CancellationToken.None);
        Task gaveUp = _inbox.AddAsync(Append(600), cancellation.Token).AsTask();
        AwaitedAppend behind = Append(600);
        Task waits = _inbox.AddAsync(behind, CancellationToken.None).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);

        Assert.Single(Take());
        await waits.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([behind], Take());
    }

    private static AwaitedAppend Append(int sizeBytes) => new() { SizeBytes = sizeBytes };

    private List<AppendRequest> Take()
    {
        List<AppendRequest> requests = [];
        List<WriterCommand> commands = [];
        _inbox.Take(ref requests, ref commands);
        return requests;
    }
}
