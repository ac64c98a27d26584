using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Xunit;

namespace EdgeLog.Network.Tests;

public sealed class ConnectionOutputTests
{
    [Fact]
    public async Task What_several_threads_write_arrives_whole()
    {
        await using var fixture = new OutputFixture();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 250; i++)
            {
                fixture.Output.Write(
                    (byte)writer, static (value, output) => output.Write(Enumerable.Repeat(value, 10).ToArray()));
            }
        }));
        await Task.WhenAll(writers);
        var bytes = await fixture.ReadBytesAsync(10_000);
        Assert.All(bytes.Chunk(10), chunk => Assert.Single(chunk.Distinct()));
        Assert.Equal(4, bytes.Distinct().Count());
    }

    [Fact]
    public async Task Waiting_for_room_ends_when_the_peer_has_read()
    {
        await using var fixture = new OutputFixture(pauseBytes: 1_024);
        Fill(fixture.Output, 100_000);
        var room = fixture.Output.WaitForRoomAsync(CancellationToken.None).AsTask();
        Assert.False(room.IsCompleted);
        Assert.True(fixture.Output.UnsentBytes >= 100_000);
        await fixture.ReadBytesAsync(100_000);
        await room.WaitAsync(OutputFixture.Deadline);
        Assert.True(fixture.Output.UnsentBytes < ConnectionLimits.Default.UnsentBytesPause);
    }

    [Fact]
    public async Task A_slow_reader_holds_back_replies_instead_of_growing_the_pipe()
    {
        await using var fixture = new OutputFixture(repliesMax: 10_000, pauseBytes: 16);
        var written = new NumberedReply[1_000];
        for (var n = 0; n < written.Length; n++)
        {
            written[n] = new NumberedReply(n);
            written[n].Complete();
            await fixture.Replies.EnqueueAsync(written[n], CancellationToken.None);
        }

        Assert.Equal(Enumerable.Range(0, 1_000), await fixture.ReadNumbersAsync(1_000));
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_is_given_up_at_the_bound()
    {
        await using var fixture = new OutputFixture(
            pauseBytes: 1_024, limits: new ConnectionLimits { UnsentBytesMax = 10_000 });
        for (var i = 0; i < 20; i++)
        {
            Fill(fixture.Output, 1_000);
        }

        var failure = await Assert.ThrowsAsync<ConnectionAbortedException>(
            () => fixture.Running.WaitAsync(OutputFixture.Deadline));
        Assert.Contains("10000", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Output.UnsentBytes);
    }

    [Fact]
    public async Task Completing_sends_what_is_there_and_ends()
    {
        await using var fixture = new OutputFixture();
        Fill(fixture.Output, 10);
        fixture.Output.Complete();
        await fixture.Running.WaitAsync(OutputFixture.Deadline);
        Assert.Equal(10, (await fixture.ReadBytesAsync(10)).Length);
        Assert.True(fixture.Output.IsClosed);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_sending()
    {
        await using var fixture = new OutputFixture();
        await fixture.Pipe.Reader.CompleteAsync();
        Fill(fixture.Output, 10);
        await fixture.Running.WaitAsync(OutputFixture.Deadline);
        Assert.True(fixture.Output.IsClosed);
        await fixture.Output.WaitForRoomAsync(CancellationToken.None);
    }

    private static void Fill(ConnectionOutput output, int count) =>
        output.Write(count, static (size, writer) =>
        {
            writer.GetSpan(size)[..size].Clear();
            writer.Advance(size);
        });
}
