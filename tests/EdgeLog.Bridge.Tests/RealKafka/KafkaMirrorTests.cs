using System.Globalization;
using System.Text;
using EdgeLog.Records;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Bridge.Tests.RealKafka;

/// <summary>The mirror towards a real Apache Kafka, read back with kcat.</summary>
public sealed class KafkaMirrorTests
{
    private static readonly CompressionCodec[] Codecs =
        [.. Enum.GetValues<CompressionCodec>()];

    [PeerFact("kafka", "kcat")]
    public async Task Ten_thousand_records_arrive_whole_in_every_codec_and_survive_a_killed_broker_and_a_restart()
    {
        await using KafkaCluster cluster = await KafkaCluster.StartAsync(1);
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        List<string> expected = [];
        foreach (CompressionCodec codec in Codecs)
        {
            for (int batch = 0; batch < 20; batch++)
            {
                await world.AppendBatchAsync("t", Batch(codec, expected, 100));
            }
        }

        world.Start([MirrorWorld.Cluster("central", cluster.BootstrapServers)], [MirrorWorld.Mirror("central")]);
        await world.DrainAsync();
        Assert.Equal(10_000, expected.Count);
        Assert.Equal(expected, await ReadAsync(cluster, "press-7.t"));

        await cluster.KillAsync(1);
        await world.AppendBatchAsync("t", Batch(CompressionCodec.Lz4, expected, 100));
        await cluster.ResumeAsync(1);
        await world.DrainAsync();
        await world.StopAsync();
        await world.ReopenAsync();
        await world.AppendBatchAsync("t", Batch(CompressionCodec.None, expected, 100));
        world.Start([MirrorWorld.Cluster("central", cluster.BootstrapServers)], [MirrorWorld.Mirror("central")]);
        await world.DrainAsync();
        Assert.Equal(expected, await ReadAsync(cluster, "press-7.t"));
        Assert.Equal(0, world.Status().DuplicatesPossible);
    }

    [PeerFact("kafka", "kcat")]
    public async Task With_three_brokers_a_killed_leader_costs_no_record_and_no_order()
    {
        await using KafkaCluster cluster = await KafkaCluster.StartAsync(3, "default.replication.factor=3");
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.CreateTopicAsync("t", 3);
        world.Start([MirrorWorld.Cluster("central", cluster.BootstrapServers)], [MirrorWorld.Mirror("central")]);
        List<string>[] expected = [[], [], []];
        for (int i = 0; i < 300; i++)
        {
            string[] values = [.. Enumerable.Range(0, 10).Select(n => $"{i}.{n}")];
            expected[i % 3].AddRange(values);
            await world.AppendAsync("t", i % 3, values);
            if (i == 100)
            {
                await world.DrainAsync();
                await cluster.KillAsync(2);
            }
        }

        await world.DrainAsync();
        for (int partition = 0; partition < 3; partition++)
        {
            string[] read = await ReadAsync(cluster, "press-7.t", "%s\n", "-p", $"{partition}");
            Assert.Equal(expected[partition], read);
        }
    }

    private static Task<string[]> ReadAsync(KafkaCluster cluster, string topic) =>
        ReadAsync(cluster, topic, "%T|%k|%s|%h\n");

    private static async Task<string[]> ReadAsync(
        KafkaCluster cluster, string topic, string format, params IEnumerable<string> more)
    {
        ProgramResult read = await RunningProgram.RunAsync(
            "", "kcat", ["-b", cluster.BootstrapServers, "-C", "-t", topic, "-e", "-q", "-f", format, .. more]);
        return read.Succeeded().Lines;
    }

    /// <summary>A producer's batch, as kcat will print its records.</summary>
    private static byte[] Batch(CompressionCodec codec, List<string> expected, int count)
    {
        using RecordRun run = RecordRun.Rent();
        for (int i = 0; i < count; i++)
        {
            int number = expected.Count;
            long timestampMs = 1_700_000_000_000 + number;
            string text = number.ToString(CultureInfo.InvariantCulture);
            run.BeginRecord(timestampMs);
            run.WriteKey(Encoding.UTF8.GetBytes($"k{text}"));
            run.WriteValue(Encoding.UTF8.GetBytes($"v{text}"));
            run.BeginHeaders(1);
            run.WriteHeader("n"u8, Encoding.UTF8.GetBytes(text));
            run.EndRecord();
            expected.Add($"{timestampMs}|k{text}|v{text}|n={text}");
        }

        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, int.MaxValue);
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(codec).ToArray();
    }
}
