using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class CheckpointTests
{
    [Fact]
    public async Task A_topic_deleted_while_it_is_being_checkpointed_leaves_no_trace_and_ends_nothing()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Topic doomed = await fixture.CreateTopicAsync("doomed");
        Partition other = (await fixture.CreateTopicAsync("other")).Partitions[0];
        await doomed.Partitions[0].AppendBatchAsync(Appends.MakeBatch(new RecordProducer(1, 0, 0), "a"));

        using var isHeld = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        disk.Before = (operation, path) =>
        {
            if (operation == "open" && path.EndsWith("doomed-0/producers.new", StringComparison.Ordinal))
            {
                isHeld.Set();
                goesOn.Wait(TimeSpan.FromSeconds(30));
            }
        };
        var save = new SaveCommand();
        fixture.Log.Inbox.TryAdd(save);
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(30)));
        await fixture.Log.Topics.DeleteAsync("doomed", CancellationToken.None);
        goesOn.Set();
        await save.Completion.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(AppendError.None, (await other.AppendAsync("b")).Error);
        Assert.False(fixture.Log.Completion.IsCompleted);
        Assert.Empty(Directory.GetDirectories(fixture.Path, "doomed*"));
    }

    [Fact]
    public async Task A_deleted_topic_is_not_in_the_next_checkpoint()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic doomed = await fixture.CreateTopicAsync("doomed");
        await doomed.Partitions[0].AppendAsync("a");
        await SaveAsync(fixture);
        var key = new PartitionKey(doomed.Id, 0);
        Assert.Contains(key, CheckpointFile.Read(fixture.Path)!.Points.Keys);

        await fixture.Log.Topics.DeleteAsync("doomed", CancellationToken.None);
        await SaveAsync(fixture);
        Assert.DoesNotContain(key, CheckpointFile.Read(fixture.Path)!.Points.Keys);
    }

    private static async Task SaveAsync(LogFixture fixture)
    {
        var save = new SaveCommand();
        fixture.Log.Inbox.TryAdd(save);
        await save.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
