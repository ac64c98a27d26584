using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace EdgeLog.Network.Tests;

/// <summary>An output over an in-memory pipe whose socket side the test reads.</summary>
internal sealed class OutputFixture : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();

    public OutputFixture(int repliesMax = 64, long pauseBytes = 64 * 1024, ConnectionLimits? limits = null)
    {
        Pipe = new Pipe(new PipeOptions(pauseWriterThreshold: pauseBytes, resumeWriterThreshold: pauseBytes / 2));
        Output = new ConnectionOutput(Pipe.Writer, limits ?? ConnectionLimits.Default);
        Replies = new ReplyQueue(Output, repliesMax);
        Running = Output.RunAsync(_stop.Token);
    }

    public Pipe Pipe { get; }

    public ConnectionOutput Output { get; }

    public ReplyQueue Replies { get; }

    public Task Running { get; }

    public async Task<int[]> ReadNumbersAsync(int count)
    {
        var bytes = await ReadBytesAsync(count * 4);
        return [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(i * 4)))];
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var result = await Pipe.Reader.ReadAtLeastAsync(count, deadline.Token);
        var bytes = result.Buffer.Slice(0, count).ToArray();
        Pipe.Reader.AdvanceTo(result.Buffer.GetPosition(count));
        return bytes;
    }

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.WaitAsync(Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
