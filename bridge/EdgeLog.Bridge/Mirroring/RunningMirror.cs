namespace EdgeLog.Bridge;

/// <summary>A mirror whose loop runs, and the means to stop it.</summary>
internal sealed class RunningMirror(MirrorPlan plan, int bufferBytes, Mirror mirror) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public MirrorPlan Plan { get; } = plan;

    public int BufferBytes { get; } = bufferBytes;

    public Mirror Mirror { get; } = mirror;

    public void Start() => _loop = Task.Run(() => Mirror.RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }
}
