using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Kafka.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Bridge.Tests;

public sealed class RandomFailureTests
{
    private static readonly ErrorCode[] PassingErrors =
    [
        ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut, ErrorCode.NotLeaderOrFollower,
        ErrorCode.OutOfOrderSequenceNumber, ErrorCode.UnknownProducerId, ErrorCode.MessageTooLarge,
    ];

    [Fact]
    public void Whatever_brokers_do_everything_arrives_in_order_at_least_once() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RunAsync(seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    private static async Task RunAsync(int seed)
    {
        var random = new System.Random(seed);
        await using var cluster = new FakeCluster(brokers: 2);
        cluster.CreateTopic("press-7.t", 2);
        int mishaps = 40;
        cluster.Script = (api, _) => Mishap(cluster, random, api, ref mishaps);
        var limits = new MirrorLimits
        {
            MergedBatchBytes = random.Next(100, 2000),
            RefusedRetryInterval = TimeSpan.FromMilliseconds(20),
        };
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: limits);
        await world.CreateTopicAsync("t", 2);
        List<string>[] sent = [[], []];
        world.Start(cluster);
        for (int i = 0; i < 60; i++)
        {
            int partition = random.Next(2);
            string[] values = [.. Enumerable.Range(0, random.Next(1, 8)).Select(n => $"{i}.{n}")];
            sent[partition].AddRange(values);
            await world.AppendAsync("t", partition, values);
        }

        await world.DrainAsync();
        for (int partition = 0; partition < 2; partition++)
        {
            string?[] arrived = [.. cluster.Records("press-7.t", partition).Select(record => record.Value)];
            Assert.Equal(sent[partition], arrived.Distinct());
            Assert.True(
                arrived.Length - sent[partition].Count <= world.Status().DuplicatesPossible,
                $"seed {seed}: {arrived.Length} arrived of {sent[partition].Count}");
        }
    }

    private static FakeVerdict Mishap(FakeCluster cluster, System.Random random, ApiKey api, ref int left)
    {
        if (left == 0 || random.Next(4) > 0)
        {
            return FakeVerdict.Answer;
        }

        left--;
        switch (random.Next(5))
        {
            case 0 when api == ApiKey.Produce:
                cluster.ProduceErrors.Enqueue(PassingErrors[random.Next(PassingErrors.Length)]);
                return FakeVerdict.Answer;
            case 1:
                cluster.MoveLeader("press-7.t", random.Next(2), random.Next(2) + 1);
                return FakeVerdict.Answer;
            case 2:
                return FakeVerdict.DropAnswer;
            case 3:
                return FakeVerdict.DropUnseen;
            default:
                return FakeVerdict.Answer;
        }
    }
}
