using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>The rules of Kafka's broker for producers' sequence numbers, one by one.</summary>
public sealed class IdempotenceTests
{
    [Fact]
    public async Task A_repeated_batch_gets_the_original_offset_and_is_not_stored_again()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        Assert.Equal(new Offset(0), (await Send(partition, 0, 0, "a", "b")).BaseOffset);
        Assert.Equal(new Offset(2), (await Send(partition, 0, 2, "c")).BaseOffset);

        AppendResult again = await Send(partition, 0, 0, "a", "b");

        Assert.Equal(AppendError.None, again.Error);
        Assert.Equal(new Offset(0), again.BaseOffset);
        Assert.Equal(["a", "b", "c"], partition.ReadValues());
    }

    [Fact]
    public async Task The_last_five_batches_are_recognised_and_an_older_one_is_out_of_order()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(AppendError.None, (await Send(partition, 0, i, $"{i}")).Error);
        }

        for (int i = 1; i < 6; i++)
        {
            Assert.Equal(new Offset(i), (await Send(partition, 0, i, $"{i}")).BaseOffset);
        }

        Assert.Equal(AppendError.OutOfOrderSequence, (await Send(partition, 0, 0, "0")).Error);
    }

    [Theory]
    [InlineData(0, 3, AppendError.None)]
    [InlineData(0, 4, AppendError.OutOfOrderSequence)]
    [InlineData(0, 1, AppendError.OutOfOrderSequence)]
    [InlineData(1, 0, AppendError.None)]
    [InlineData(1, 3, AppendError.OutOfOrderSequence)]
    public async Task After_sequence_two_of_epoch_zero_this_is_the_answer(
        short epoch, int sequence, AppendError expected)
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await Send(partition, 0, 0, "a", "b", "c");
        Assert.Equal(expected, (await Send(partition, epoch, sequence, "d")).Error);
    }

    [Fact]
    public async Task An_older_epoch_is_fenced()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await Send(partition, 3, 0, "a");
        Assert.Equal(AppendError.InvalidProducerEpoch, (await Send(partition, 2, 1, "b")).Error);
    }

    [Fact]
    public async Task An_unknown_producer_may_begin_anywhere_and_sequences_wrap()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        Assert.Equal(AppendError.None, (await Send(partition, 0, int.MaxValue - 1, "a", "b", "c")).Error);
        Assert.Equal(AppendError.None, (await Send(partition, 0, 1, "d")).Error);
        Assert.Equal(new Offset(0), (await Send(partition, 0, int.MaxValue - 1, "a", "b", "c")).BaseOffset);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeat_is_recognised_after_a_restart(bool isClean)
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        for (int i = 0; i < 4; i++)
        {
            await Send(partition, 0, i, $"{i}");
        }

        if (!isClean)
        {
            disk.StopPower();
        }

        await fixture.Log.DisposeAsync();
        if (!isClean)
        {
            disk.CutPower(fixture.Path, new Random(7));
        }

        await fixture.OpenLogAsync();
        Assert.Equal(isClean, fixture.Log.Recovery.WasClean);
        partition = fixture.Partition("t");
        Assert.Equal(new Offset(2), (await Send(partition, 0, 2, "2")).BaseOffset);
        Assert.Equal(new Offset(4), (await Send(partition, 0, 4, "4")).BaseOffset);
        Assert.Equal(["0", "1", "2", "3", "4"], partition.ReadValues());
    }

    private static Task<AppendResult> Send(Partition partition, short epoch, int sequence, params string[] values) =>
        partition.AppendBatchAsync(Appends.MakeBatch(new RecordProducer(42, epoch, sequence), values));
}
