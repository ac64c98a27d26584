using System.Collections.Concurrent;
using Xunit;

namespace EdgeLog.Network.Tests;

public sealed class ReplyQueueTests
{
    [Fact]
    public async Task Replies_leave_in_the_order_of_requests_whatever_the_order_of_completion()
    {
        await using var fixture = new OutputFixture();
        var replies = Enumerable.Range(0, 5).Select(n => new NumberedReply(n)).ToArray();
        foreach (var reply in replies)
        {
            await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
        }

        foreach (var n in new[] { 3, 1, 4, 0, 2 })
        {
            replies[n].Complete();
        }

        var sent = await fixture.ReadNumbersAsync(5);
        Assert.Equal([0, 1, 2, 3, 4], sent);
    }

    [Fact]
    public async Task A_reply_completed_before_it_is_enqueued_leaves_at_once()
    {
        await using var fixture = new OutputFixture();
        var reply = new NumberedReply(7);
        reply.Complete();
        await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
        var sent = await fixture.ReadNumbersAsync(1);
        Assert.Equal([7], sent);
    }

    [Fact]
    public async Task Nothing_leaves_before_the_first_is_complete_and_then_all_leave_in_one_flush()
    {
        await using var fixture = new OutputFixture();
        var replies = Enumerable.Range(0, 50).Select(n => new NumberedReply(n)).ToArray();
        foreach (var reply in replies)
        {
            await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
        }

        foreach (var reply in replies.Skip(1))
        {
            reply.Complete();
        }

        Assert.False(fixture.Pipe.Reader.TryRead(out _));
        replies[0].Complete();
        using var deadline = new CancellationTokenSource(OutputFixture.Deadline);
        var read = await fixture.Pipe.Reader.ReadAsync(deadline.Token);
        Assert.Equal(200, read.Buffer.Length);
    }

    [Fact]
    public async Task Enqueueing_waits_while_too_many_replies_are_outstanding()
    {
        await using var fixture = new OutputFixture(repliesMax: 2);
        var replies = Enumerable.Range(0, 3).Select(n => new NumberedReply(n)).ToArray();
        await fixture.Replies.EnqueueAsync(replies[0], CancellationToken.None);
        await fixture.Replies.EnqueueAsync(replies[1], CancellationToken.None);
        var third = fixture.Replies.EnqueueAsync(replies[2], CancellationToken.None).AsTask();
        replies[1].Complete();
        Assert.False(third.IsCompleted);
        replies[0].Complete();
        await third.WaitAsync(OutputFixture.Deadline);
        replies[2].Complete();
        var sent = await fixture.ReadNumbersAsync(3);
        Assert.Equal([0, 1, 2], sent);
    }

    [Fact]
    public async Task Waiting_for_a_place_ends_with_its_token()
    {
        await using var fixture = new OutputFixture(repliesMax: 1);
        var first = new NumberedReply(0);
        await fixture.Replies.EnqueueAsync(first, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var second = fixture.Replies.EnqueueAsync(new NumberedReply(1), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(OutputFixture.Deadline));
        first.Complete();
        var sent = await fixture.ReadNumbersAsync(1);
        Assert.Equal([0], sent);
    }

    [Fact]
    public async Task Draining_ends_when_all_enqueued_so_far_are_sent()
    {
        await using var fixture = new OutputFixture();
        var first = new NumberedReply(0);
        var second = new NumberedReply(1);
        await fixture.Replies.EnqueueAsync(first, CancellationToken.None);
        var drained = fixture.Replies.DrainAsync(CancellationToken.None);
        await fixture.Replies.EnqueueAsync(second, CancellationToken.None);
        Assert.False(drained.IsCompleted);
        first.Complete();
        await drained.WaitAsync(OutputFixture.Deadline);
        Assert.False(fixture.Replies.DrainAsync(CancellationToken.None).IsCompleted);
        second.Complete();
        await fixture.Replies.DrainAsync(CancellationToken.None).WaitAsync(OutputFixture.Deadline);
    }

    [Fact]
    public async Task When_the_peer_is_gone_each_reply_is_discarded_once_it_is_complete()
    {
        await using var fixture = new OutputFixture(repliesMax: 2);
        var replies = Enumerable.Range(0, 3).Select(n => new NumberedReply(n)).ToArray();
        await fixture.Replies.EnqueueAsync(replies[0], CancellationToken.None);
        await fixture.Replies.EnqueueAsync(replies[1], CancellationToken.None);
        var third = fixture.Replies.EnqueueAsync(replies[2], CancellationToken.None).AsTask();
        replies[1].Complete();
        var drained = fixture.Replies.DrainAsync(CancellationToken.None);
        fixture.Stop();
        await fixture.Running.WaitAsync(OutputFixture.Deadline);
        await third.WaitAsync(OutputFixture.Deadline);
        await drained.WaitAsync(OutputFixture.Deadline);
        Assert.False(replies[1].IsDiscarded);
        replies[0].Complete();
        Assert.True(replies[0].IsDiscarded && replies[1].IsDiscarded);
        Assert.False(replies[2].IsDiscarded);
        replies[2].Complete();
        Assert.True(replies[2].IsDiscarded);
        Assert.DoesNotContain(replies, r => r.IsWritten);
    }

    [Fact]
    public async Task Pooled_replies_completed_by_many_threads_keep_their_order()
    {
        const int Total = 100_000;
        await using var fixture = new OutputFixture(repliesMax: 128);
        var pool = new ConcurrentQueue<NumberedReply>();
        var work = new BlockingCollection<NumberedReply>();
        var workers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                foreach (var reply in work.GetConsumingEnumerable())
                {
                    reply.Complete();
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var reading = Task.Run(async () =>
        {
            for (var n = 0; n < Total; n += 1_000)
            {
                Assert.Equal(Enumerable.Range(n, 1_000), await fixture.ReadNumbersAsync(1_000));
            }
        });
        for (var n = 0; n < Total; n++)
        {
            var reply = pool.TryDequeue(out var pooled) ? pooled : new NumberedReply(n) { Ended = pool.Enqueue };
            reply.Number = n;
            if (n % 3 == 0)
            {
                work.Add(reply);
                await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
            }
            else
            {
                await fixture.Replies.EnqueueAsync(reply, CancellationToken.None);
                work.Add(reply);
            }
        }

        work.CompleteAdding();
        await Task.WhenAll(workers).WaitAsync(OutputFixture.Deadline);
        await reading.WaitAsync(OutputFixture.Deadline);
        Assert.True(pool.Count <= 130, $"{pool.Count} replies for 128 places");
    }
}
