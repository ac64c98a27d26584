using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Tests;

public sealed class DamageTests
{
    [Fact]
    public async Task A_segment_that_cannot_be_opened_is_an_error_of_its_partition_and_the_connection_stays()
    {
        await using var gateway = await TestGateway.StartOnAsync(
            log => FillAsync(log, 30_000, 6),
            static data =>
            {
                var segment = Segments(data)[0];
                File.Move(segment, $"{segment}-aside");
                File.CreateSymbolicLink(segment, segment);
            });
        using var client = await gateway.ConnectAsync();
        var response = await client.FetchAsync(TestClientCalls.FetchOf("t", (0, 0), (1, 0)));
        var partitions = response.Topics[0].Partitions;
        Assert.Equal(ErrorCode.KafkaStorageError, partitions[0].ErrorCode);
        Assert.Equal(6, Batches.Values(partitions[1], 0).Length);
    }

    [Fact]
    public async Task A_fetch_at_a_damaged_tail_waits_for_what_comes_behind_it()
    {
        await using var gateway = await TestGateway.StartOnAsync(
            static log => FillAsync(log, 10, 2),
            static data =>
            {
                using var file = File.Open(Segments(data)[^1], FileMode.Open);
                file.Position = file.Length - 3;
                file.WriteByte((byte)'y');
            });
        var partition = gateway.Log.Topics.Find("t")!.Partitions[0];
        Assert.Equal(new Offset(2), partition.HighWatermark);
        Assert.Equal(0, partition.Read(new Offset(1), new byte[1_000]).BytesRead);
        await UntilAsync(() => partition.EstimateBytes(new Offset(1)) == 0);
        using var client = await gateway.ConnectAsync();
        var request = TestClientCalls.FetchOf("t", (0, 1));
        request.MaxWaitMs = 200_000;
        var fetched = client.FetchAsync(request);
        await BatchAppend.AddAsync(partition, Batches.Of("behind"));
        Assert.Equal(["behind"], Batches.Values((await fetched).Topics[0].Partitions[0], 1));
    }

    private static async Task FillAsync(LogDirectory log, int sizeBytes, int count)
    {
        var settings = new Dictionary<string, string> { ["segment.bytes"] = "65536" };
        var topic = await log.Topics.CreateAsync("t", 2, settings, CancellationToken.None);
        for (var i = 0; i < count; i++)
        {
            await BatchAppend.AddAsync(topic.Partitions[0], Batches.Large(sizeBytes));
            await BatchAppend.AddAsync(topic.Partitions[1], Batches.Large(sizeBytes));
        }
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

    /// <summary>The segments of partition 0, oldest first.</summary>
    private static string[] Segments(string data) =>
    [
        .. Directory.GetFiles(data, "*.log", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(path)!.EndsWith("t-0", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
