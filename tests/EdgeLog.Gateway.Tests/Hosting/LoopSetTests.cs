using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Tests.Hosting;

public sealed class LoopSetTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _log = new();

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task A_log_that_fails_ends_the_run_with_its_cause()
    {
        var loops = new LoopSet(_stopping.Token);
        loops.Start("devices", cancellation => new TaskCompletionSource().Task.WaitAsync(cancellation));
        loops.Add("log", _log.Task);

        _log.SetException(new IOException("the card is gone"));
        var (name, failure) = await loops.FirstEndAsync();

        Assert.Equal("log", name);
        Assert.Equal("the card is gone", failure!.Message);
        await _stopping.CancelAsync();
        await loops.WaitAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_loop_that_ends_on_its_own_is_a_failure_and_a_stop_is_none()
    {
        var ended = new LoopSet(_stopping.Token);
        ended.Start("rates", _ => Task.CompletedTask);
        Assert.NotNull((await ended.FirstEndAsync()).Failure);

        var stopped = new LoopSet(_stopping.Token);
        stopped.Start("devices", cancellation => new TaskCompletionSource().Task.WaitAsync(cancellation));
        await _stopping.CancelAsync();
        Assert.Equal(("stop", null), await stopped.FirstEndAsync());
    }
}
