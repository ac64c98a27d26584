using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class CompactionPaceTests
{
    [Fact]
    public async Task Who_has_moved_more_than_the_rate_allows_waits_until_it_is_paid_for()
    {
        var time = new FakeTime();
        var throttle = new CompactionThrottle(time, 1_000_000, CancellationToken.None);
        throttle.Pay(10_000);
        Task paying = Task.Run(() => throttle.Pay(990_000));
        Assert.True(SpinWait.SpinUntil(() => time.ArmedTimerCount == 1, TimeSpan.FromSeconds(30)));
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(paying.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(2));
        await paying.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_stop_ends_the_waiting()
    {
        using var stopping = new CancellationTokenSource();
        var throttle = new CompactionThrottle(new FakeTime(), 1, stopping.Token);
        stopping.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => throttle.Pay(1_000_000));
    }

    [Fact]
    public async Task The_work_runs_on_a_thread_that_the_system_serves_last()
    {
        int nice = 0;
        await LowPriorityThread.RunAsync("test", () => nice = ReadNice());
        Assert.Equal(15, nice);
        Assert.NotEqual(15, await Task.Run(ReadNice));
    }

    [Fact]
    public async Task What_the_work_throws_reaches_who_waits_for_it() =>
        await Assert.ThrowsAsync<UncleanableException>(
            () => LowPriorityThread.RunAsync("test", () => throw new UncleanableException("no")));

    private static int ReadNice()
    {
        // Behind the name, which may hold anything, nice is the seventeenth field.
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16]);
    }
}
