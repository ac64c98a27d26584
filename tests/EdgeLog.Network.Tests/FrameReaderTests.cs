using System.IO.Pipelines;
using Xunit;

namespace EdgeLog.Network.Tests;

public sealed class FrameReaderTests
{
    private const int Large = 1 << 20;

    private readonly ByteBudget _budget = new(2 * Large);
    private readonly ByteBudget _small = new(64 * 1024);
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    [Fact]
    public async Task Progress_moves_with_what_arrives_of_a_large_frame_and_with_every_whole_one()
    {
        var reader = new FrameReader(_pipe.Reader, Large, _budget, _small);
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();
        await _pipe.Writer.WriteAsync(new byte[] { 0, 4, 0, 0 });
        for (var sent = 0; sent < 256 * 1024; sent += 64 * 1024)
        {
            var before = reader.Progress;
            await _pipe.Writer.WriteAsync(new byte[64 * 1024]);
            await UntilAsync(() => reader.Progress > before);
        }

        (await reading)!.Dispose();
        Assert.False(reader.IsInsideFrame);
        var whole = reader.Progress;
        await _pipe.Writer.WriteAsync(new byte[] { 0, 0, 0, 1, 9 });
        (await reader.ReadAsync(CancellationToken.None))!.Dispose();
        Assert.True(reader.Progress > whole);
        Assert.Equal((0, 0), (_budget.TakenBytes, _small.TakenBytes));
    }

    [Fact]
    public async Task Who_waits_for_memory_is_not_taken_for_a_peer_in_the_middle_of_a_message()
    {
        await _budget.TakeAsync(2 * Large, CancellationToken.None);
        var reader = new FrameReader(_pipe.Reader, Large, _budget, _small);
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();
        await _pipe.Writer.WriteAsync(new byte[] { 0, 2, 0, 0 });
        Assert.False(reader.IsInsideFrame);
        _budget.Return(2 * Large);
        await UntilAsync(() => reader.IsInsideFrame);
        await _pipe.Writer.CompleteAsync();
        await Assert.ThrowsAsync<FrameException>(() => reading);
    }

    [Fact]
    public async Task Who_wants_nothing_of_a_budget_waits_for_nothing()
    {
        await _budget.TakeAsync(2 * Large, CancellationToken.None);
        var waiting = _budget.TakeAsync(1, CancellationToken.None).AsTask();
        await _budget.TakeAsync(0, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _budget.FreeBytes);
        _budget.Return(2 * Large);
        await waiting;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
