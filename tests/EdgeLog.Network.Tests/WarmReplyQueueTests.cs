using Xunit;

namespace EdgeLog.Network.Tests;

/// <summary>Alone: what other tests allocate would count here.</summary>
[Collection(nameof(Alone))]
public sealed class WarmReplyQueueTests
{
    [Fact]
    public async Task A_warm_queue_allocates_nothing_per_reply()
    {
        await using var fixture = new OutputFixture(repliesMax: 16);
        var replies = Enumerable.Range(0, 8).Select(n => new NumberedReply(n) { Ended = static _ => { } }).ToArray();
        await RoundsAsync(fixture, replies, 500);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        const int Rounds = 2_000;
        await RoundsAsync(fixture, replies, Rounds);
        var perReply = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Rounds * replies.Length);
        Assert.True(perReply < 16, $"{perReply} bytes per reply");
    }

    private static async Task RoundsAsync(OutputFixture fixture, NumberedReply[] replies, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var reply in replies)
            {
                await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
            }

            foreach (var reply in replies)
            {
                reply.Complete();
            }

            var seen = 0L;
            while (seen < replies.Length * 4)
            {
                var read = await fixture.Pipe.Reader.ReadAsync();
                seen += read.Buffer.Length;
                fixture.Pipe.Reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
