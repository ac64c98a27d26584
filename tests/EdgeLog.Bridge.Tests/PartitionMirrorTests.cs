using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge.Tests;

public sealed class PartitionMirrorTests
{
    private const long Producer = 7;

    [Theory]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.NetworkException)]
    [InlineData(ErrorCode.KafkaStorageError)]
    [InlineData(ErrorCode.UnknownServerError)]
    [InlineData(ErrorCode.NotLeaderOrFollower)]
    [InlineData(ErrorCode.UnknownTopicOrPartition)]
    public async Task A_batch_refused_after_it_may_have_been_appended_keeps_its_sequence_to_itself(ErrorCode error)
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 10);
        MirrorBatch batch = Send(mirror, 0, 10);
        mirror.MarkRefused(batch, error, null);
        Assert.Same(batch, mirror.TakeFailure());
        Assert.True(batch.MayBeWritten);

        // Cut anew, other records would be taken for those the target may have: they get the next epoch.
        Assert.Equal(10, mirror.Replan(Offset.Zero));
        Assert.Equal((Producer, 1, 0), (mirror.ProducerId, mirror.ProducerEpoch, mirror.NextSequence));
    }

    [Theory]
    [InlineData(ErrorCode.MessageTooLarge)]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    public async Task A_batch_refused_before_it_was_appended_leaves_its_sequence_to_the_next(ErrorCode error)
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 15);
        mirror.MarkAcknowledged(Send(mirror, 0, 5));
        MirrorBatch batch = Send(mirror, 5, 15);
        mirror.MarkRefused(batch, error, null);
        Assert.Same(batch, mirror.TakeFailure());
        Assert.False(batch.MayBeWritten);
        Assert.Equal(0, mirror.Replan(new Offset(5)));
        Assert.Equal((0, 5), (mirror.ProducerEpoch, mirror.NextSequence));
    }

    [Fact]
    public async Task What_was_lost_once_may_be_written_although_its_repeat_was_refused_cleanly()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 10);
        MirrorBatch batch = Send(mirror, 0, 10);
        mirror.MarkLost(batch);
        mirror.TakeFailure();
        mirror.MarkSent(batch, 1);
        mirror.MarkRefused(batch, ErrorCode.MessageTooLarge, null);
        mirror.TakeFailure();
        Assert.Equal(10, mirror.RestartSequence());
    }

    [Fact]
    public async Task Batches_acknowledged_behind_a_repeat_go_with_it_and_the_next_one_is_sent()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 40);
        mirror.MarkAcknowledged(Send(mirror, 0, 10));
        MirrorBatch lost = Send(mirror, 10, 20);
        MirrorBatch behind = Send(mirror, 20, 30);
        mirror.MarkLost(lost);
        mirror.MarkAcknowledged(behind);
        Assert.Same(lost, mirror.TakeFailure());
        Assert.Same(lost, mirror.NextRepeat());
        mirror.MarkSent(lost, 1);
        mirror.MarkAcknowledged(lost);

        Assert.False(mirror.HasUnacknowledged);
        Assert.Equal(new Offset(30), mirror.AcknowledgedOffset);
        Assert.Null(mirror.NextRepeat());
        mirror.MarkAcknowledged(Send(mirror, 30, 40));
        Assert.Equal(new Offset(40), mirror.AcknowledgedOffset);
    }

    [Fact]
    public async Task What_is_in_flight_when_a_session_ends_is_lost_whoever_still_lists_it()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 10);
        MirrorBatch batch = Send(mirror, 0, 10);
        mirror.MarkAllLost();
        Assert.Same(batch, mirror.TakeFailure());
        Assert.True(mirror.CanSendTo(1, 5));
        Assert.Same(batch, mirror.NextRepeat());
    }

    [Fact]
    public async Task A_producer_whose_epochs_are_used_up_waits_for_another_one()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 10);
        mirror.Succeed(Producer, short.MaxValue - 2);
        Assert.Equal((false, short.MaxValue - 1), (mirror.NeedsProducerId, mirror.ProducerEpoch));
        mirror.RestartSequence();
        Assert.True(mirror.NeedsProducerId);
        Assert.False(mirror.CanSendTo(1, 5));
        mirror.Adopt(Producer + 1);
        Assert.True(mirror.CanSendTo(1, 5));
    }

    [Fact]
    public async Task A_damaged_stretch_without_batches_leaves_the_epoch_of_the_position_as_it_was()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        PartitionMirror mirror = await MirrorOfAsync(world, 10);
        var known = new LeaderEpoch(3);
        mirror.MarkAcknowledged(Send(mirror, 0, 5, known));
        mirror.Plan(Batch(5, 10, LeaderEpoch.None, 0));
        Assert.Equal((known, 10), (mirror.Acknowledged.LeaderEpoch, mirror.Acknowledged.Next.Value));
    }

    private static async Task<PartitionMirror> MirrorOfAsync(MirrorWorld world, int records)
    {
        await world.AppendAsync("t", 0, Enumerable.Range(0, records).Select(i => $"{i}"));
        Topic topic = world.Log.Topics.Find("t")!;
        var start = new Position(topic.Id, LeaderEpoch.None, Offset.Zero);
        var mirror = new PartitionMirror(topic.Partitions[0], new TopicPartition("press-7.t", 0), start) { Leader = 1 };
        mirror.Adopt(Producer);
        return mirror;
    }

    private static MirrorBatch Send(PartitionMirror mirror, long from, long next, LeaderEpoch epoch = default)
    {
        MirrorBatch batch = Batch(from, next, epoch, (int)(next - from));
        mirror.Plan(batch);
        mirror.MarkSent(batch, 1);
        return batch;
    }

    private static MirrorBatch Batch(long from, long next, LeaderEpoch epoch, int recordCount) => new()
    {
        From = new Offset(from),
        Next = new Offset(next),
        LeaderEpoch = epoch,
        RecordCount = recordCount,
        SourceBytes = 100,
        SizeBytes = 100,
        TimestampMs = 0,
    };
}
