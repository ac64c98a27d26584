using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class LogLoopTests
{
    [Fact]
    public async Task A_loop_that_ends_by_itself_ends_the_log()
    {
        var failure = new LogFailure();
        await LogLoop.RunAsync(failure, () => throw new UnauthorizedAccessException("no"), CancellationToken.None);
        Assert.IsType<UnauthorizedAccessException>(failure.Cause?.InnerException);
    }

    [Fact]
    public async Task A_loop_that_is_asked_to_stop_does_not()
    {
        using var stop = new CancellationTokenSource();
        var failure = new LogFailure();
        Task loop = LogLoop.RunAsync(failure, () => new TaskCompletionSource().Task.WaitAsync(stop.Token), stop.Token);
        await stop.CancelAsync();
        await loop;
        Assert.Null(failure.Cause);
    }

    [Fact]
    public async Task Of_several_commands_each_is_told_when_one_ends_the_log()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        using var gate = new ManualResetEventSlim();
        WriterCommand[] commands = [new EndingCommand(), new EndingCommand(), new EndingCommand()];
        Assert.True(fixture.Log.Inbox.TryAdd(new WaitingCommand(gate)));
        Assert.All(commands, command => Assert.True(fixture.Log.Inbox.TryAdd(command)));
        gate.Set();
        await Assert.ThrowsAsync<StorageException>(
            () => Task.WhenAll(commands.Select(command => command.Completion)).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.All(commands, command => Assert.True(command.Completion.IsFaulted));
    }

    [Fact]
    public void A_folder_that_is_no_partitions_has_no_part_in_the_steady_time()
    {
        using var directory = new Testing.TemporaryDirectory();
        Directory.CreateDirectory(directory["lost+found"]);
        File.WriteAllText(Path.Combine(directory["lost+found"], "00000000000000000000.log"), "");
        Assert.Equal(7, SteadyStart.FindBegin(directory.Path, 7));
    }

    [Fact]
    public void Epochs_that_ended_before_the_log_starts_are_forgotten()
    {
        var epochs = new LeaderEpochs([]);
        for (int epoch = 1; epoch < 100; epoch++)
        {
            epochs.Add(new LeaderEpoch(epoch), epoch * 10, logStartOffset: (epoch * 10) - 25);
        }

        Assert.Equal([96, 97, 98, 99], epochs.Starts.ToArray().Select(start => start.Epoch.Value));
    }

    private sealed class WaitingCommand(ManualResetEventSlim gate) : WriterCommand
    {
        public override void ExecuteOnWriter(LogWriter writer) => gate.Wait();

        public override void ExecuteOnFlusher(Flusher flusher)
        {
        }
    }

    private sealed class EndingCommand : WriterCommand
    {
        public override void ExecuteOnWriter(LogWriter writer) => throw new IOException("no more");

        public override void ExecuteOnFlusher(Flusher flusher) => Assert.Fail("never reached");
    }
}
