using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class LogDirectoryTests
{
    [Fact]
    public async Task What_was_appended_is_read_back_in_order()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("orders");
        AppendResult first = await topic.Partitions[0].AppendAsync("a", "b");
        AppendResult second = await topic.Partitions[0].AppendBatchAsync(Appends.MakeBatch("c", "d"));

        Assert.Equal(AppendError.None, first.Error);
        Assert.Equal(new Offset(0), first.BaseOffset);
        Assert.Equal(new Offset(2), second.BaseOffset);
        Assert.Equal(["a", "b", "c", "d"], topic.Partitions[0].ReadValues());
        Assert.Equal(["d"], topic.Partitions[0].ReadValues(3));
    }

    [Fact]
    public async Task Topics_and_records_are_there_after_a_restart()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("orders", ("retention.ms", "7d"));
        await topic.Partitions[0].AppendAsync("a", "b");
        Guid logId = fixture.Log.Id;

        await fixture.ReopenAsync();

        Assert.Equal(logId, fixture.Log.Id);
        Topic again = fixture.Log.Topics.Find("orders")!;
        Assert.Equal(topic.Id, again.Id);
        Assert.Equal(TimeSpan.FromDays(7), again.Config.Retention);
        Assert.Equal(["a", "b"], again.Partitions[0].ReadValues());
        Assert.Equal(new Offset(2), (await again.Partitions[0].AppendAsync("c")).BaseOffset);
    }

    [Fact]
    public async Task Many_appends_from_many_callers_lose_nothing_and_keep_each_callers_order()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("orders", ("segment.bytes", "65536"));
        Partition partition = topic.Partitions[0];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                AppendResult result = await partition.AppendAsync($"{caller}:{i}:" + new string('x', 100));
                Assert.Equal(AppendError.None, result.Error);
            }
        })));

        List<(long Offset, string Value)> all = partition.ReadAll();
        Assert.Equal(Enumerable.Range(0, 1600).Select(i => (long)i), all.Select(record => record.Offset));
        foreach (IGrouping<string, string[]> caller in all.Select(r => r.Value.Split(':')).GroupBy(p => p[0]))
        {
            Assert.Equal(Enumerable.Range(0, 200), caller.Select(parts => int.Parse(parts[1])));
        }

        Assert.True(partition.Snapshot.Sealed.Length > 1);
        await fixture.ReopenAsync();
        Assert.Equal(all, fixture.Partition("orders").ReadAll());
    }

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_directory()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        StorageException exception = await Assert.ThrowsAsync<StorageException>(fixture.OpenLogAsync);
        Assert.Contains(Environment.ProcessId.ToString(), exception.Message);
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_for_good_and_its_namesake_is_another()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("orders");
        await topic.Partitions[0].AppendAsync("a");
        await fixture.Log.Topics.DeleteAsync("orders", CancellationToken.None);

        Assert.True(topic.Partitions[0].IsDeleted);
        Assert.Equal(AppendError.UnknownPartition, (await topic.Partitions[0].AppendAsync("b")).Error);
        Topic again = await fixture.CreateTopicAsync("orders");
        Assert.NotEqual(topic.Id, again.Id);
        Assert.Empty(again.Partitions[0].ReadValues());
        await fixture.ReopenAsync();
        Assert.Equal(again.Id, fixture.Log.Topics.Find("orders")!.Id);
    }

    [Fact]
    public async Task Listeners_hear_of_every_move_of_the_high_watermark()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("orders");
        var listener = new Listener();
        topic.Partitions[0].AddListener(listener);
        await topic.Partitions[0].AppendAsync("a");
        Assert.Equal([1L], listener.Moves);
        topic.Partitions[0].RemoveListener(listener);
        await topic.Partitions[0].AppendAsync("b");
        Assert.Equal([1L], listener.Moves);
    }

    private sealed class Listener : IHighWatermarkListener
    {
        public List<long> Moves { get; } = [];

        public void OnHighWatermarkMoved(Partition partition) => Moves.Add(partition.HighWatermark.Value);
    }
}
