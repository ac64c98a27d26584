using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>How long groups gather, on a clock that only the test moves.</summary>
public sealed class CommitGatheringTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();
    private readonly AppendInbox _inbox;
    private readonly CommitGathering _gathering;

    public CommitGatheringTests()
    {
        var wake = new WakeSignal();
        _inbox = new AppendInbox(LogLimits.Default, wake);
        _gathering = new CommitGathering(_time, _inbox, wake);
    }

    public void Dispose() => _gathering.Dispose();

    [Fact]
    public void A_lone_append_does_not_wait()
    {
        Arrive(1);

        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void A_fixed_interval_is_kept_whatever_gathers()
    {
        _gathering.Interval = Second;
        Arrive(1_000);

        Assert.True(_gathering.IsUnderWay());
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.True(_gathering.IsUnderWay());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void At_an_interval_of_zero_nothing_waits()
    {
        _gathering.Interval = TimeSpan.Zero;
        Form(1);
        Arrive(1);

        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void A_trial_gathers_for_the_whole_window_and_the_next_groups_for_three_quarters_of_it()
    {
        Form(1);
        Arrive(1);
        Assert.True(_gathering.IsUnderWay());
        Arrive(3);
        Assert.True(_gathering.IsUnderWay());
        _time.Advance(CommitGathering.Window);
        Assert.False(_gathering.IsUnderWay());
        Form(4);

        Arrive(2);
        Assert.True(_gathering.IsUnderWay());
        Arrive(1);
        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void Where_a_trial_brings_nobody_nothing_waits_until_the_next_one()
    {
        LearnThat(1);

        Arrive(1);
        Assert.False(_gathering.IsUnderWay());
        Form(1);
        _time.Advance(Second);
        Arrive(1);
        Assert.False(_gathering.IsUnderWay());
        Form(1);
        Arrive(1);
        Assert.True(_gathering.IsUnderWay());
    }

    [Fact]
    public void Where_fewer_come_than_last_time_fewer_are_waited_for()
    {
        LearnThat(4);
        Arrive(2);
        Assert.True(_gathering.IsUnderWay());
        _time.Advance(CommitGathering.Window);
        Assert.False(_gathering.IsUnderWay());
        Form(2);

        Arrive(2);
        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void What_is_worth_a_flush_does_not_wait()
    {
        Form(1);
        Arrive(1, CommitGathering.EnoughBytes);

        Assert.False(_gathering.IsUnderWay());
    }

    [Fact]
    public void Where_the_last_group_is_long_ago_nothing_waits()
    {
        LearnThat(4);
        _time.Advance(CommitGathering.Window + TimeSpan.FromTicks(1));
        Arrive(1);

        Assert.False(_gathering.IsUnderWay());
    }

    private void LearnThat(int count)
    {
        Form(1);
        Arrive(count);
        Assert.True(_gathering.IsUnderWay());
        _time.Advance(CommitGathering.Window);
        Form(count);
    }

    private void Arrive(int appends, int sizeBytes = 100)
    {
        for (int i = 0; i < appends; i++)
        {
            var append = new AwaitedAppend { SizeBytes = sizeBytes };
            Assert.True(_inbox.AddAsync(append, CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }
    }

    /// <summary>What the writer does when it forms a group.</summary>
    private void Form(int appends)
    {
        List<AppendRequest> requests = [];
        List<WriterCommand> commands = [];
        _inbox.Take(ref requests, ref commands);
        _gathering.OnFormed(appends);
    }
}
