namespace EdgeLog.Gateway.Hosting;

/// <summary>The gateway's long-running loops by name. Owned by the main loop.</summary>
internal sealed class LoopSet(CancellationToken stopping)
{
    private readonly List<(string Name, Task Task)> _loops = [];

    /// <summary>Starts a loop on the thread pool.</summary>
    public void Start(string name, Func<CancellationToken, Task> loop) =>
        _loops.Add((name, Task.Run(() => loop(stopping), CancellationToken.None)));

    /// <summary>Watches a loop that runs already.</summary>
    public void Add(string name, Task loop) => _loops.Add((name, loop));

    /// <summary>
    /// Waits for the stop, or for the first loop that ends although nobody stopped it; says which, and why it failed,
    /// or null where the stop was asked for.
    /// </summary>
    public async Task<(string Name, Exception? Failure)> FirstEndAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.UnsafeRegister(s => ((TaskCompletionSource)s!).TrySetResult(), stopped);
        var ended = await Task.WhenAny([stopped.Task, .. _loops.Select(l => l.Task)]);
        if (stopping.IsCancellationRequested && !ended.IsFaulted)
        {
            return ("stop", null);
        }

        var name = _loops.Find(l => l.Task == ended).Name;
        return (name, ended.Exception?.InnerException
            ?? new InvalidOperationException("it ended although nobody stopped it"));
    }

    /// <summary>Waits for all loops to end, failures included, until <paramref name="deadline"/>.</summary>
    public async Task WaitAsync(CancellationToken deadline)
    {
        try
        {
            await Task.WhenAll(_loops.Where(l => l.Name != "log").Select(l => l.Task)).WaitAsync(deadline);
        }
        catch (Exception)
        {
            // Cancelled as asked, failed and reported already, or late: the log is closed next in any case.
        }
    }
}
