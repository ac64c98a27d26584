using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// A fixed stretch of work is cut off at each of its writes, flushes and renames in turn; whatever was acknowledged
/// before is there afterwards, in order, and the log goes on.
/// </summary>
public sealed class PowerCutTests
{
    private static readonly LogLimits SmallLimits = LogLimits.Default with
    {
        JournalFileBytes = 32 * 1024,
        JournalFiles = 4,
        GroupBytes = 8 * 1024,
        BypassBytes = 4 * 1024,
        PackedBatchBytes = 2 * 1024,
    };

    [Theory]
    [InlineData(FaultKindName.PowerCut)]
    [InlineData(FaultKindName.TornPowerCut)]
    public async Task Every_acknowledged_append_survives_a_power_cut_at_any_operation(string kind)
    {
        int total = await CountOperationsAsync();
        Assert.True(total > 60);
        var random = new Random(20261121);
        for (int at = 1; at <= total; at++)
        {
            await CutAtAsync(at, Enum.Parse<FaultKind>(kind), random.Next());
        }
    }

    [Fact]
    public async Task A_failed_write_or_flush_ends_the_log_and_what_was_acknowledged_survives()
    {
        int total = await CountOperationsAsync();
        for (int at = 1; at <= total; at++)
        {
            await CutAtAsync(at, FaultKind.Error, at);
        }
    }

    private static async Task<int> CountOperationsAsync()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = Arrange(disk);
        await fixture.OpenLogAsync();
        await WorkAsync(fixture.Log, []);
        await fixture.Log.DisposeAsync();
        return disk.Operations;
    }

    private static async Task CutAtAsync(int at, FaultKind kind, int seed)
    {
        var disk = new FaultyDisk { FaultAt = at, Fault = kind };
        await using LogFixture fixture = Arrange(disk);
        var acknowledged = new List<(string Topic, long Offset, string Value)>();
        try
        {
            await fixture.OpenLogAsync();
            await WorkAsync(fixture.Log, acknowledged);
        }
        catch (Exception exception) when (exception is IOException or StorageException)
        {
            // Cut off in the middle: that is the point.
        }

        if (fixture.HasLog)
        {
            disk.StopPower();
            await fixture.Log.DisposeAsync();
        }

        var random = new Random(seed);
        disk.CutPower(fixture.Path, random);
        await fixture.OpenLogAsync();
        Verify(fixture, acknowledged, $"fault {kind} at {at}, seed {seed}");
        foreach (Topic topic in fixture.Log.Topics.Snapshot.Values.Where(topic => !topic.IsInternal))
        {
            Assert.Equal(AppendError.None, (await topic.Partitions[0].AppendAsync("afterwards")).Error);
        }
    }

    private static void Verify(
        LogFixture fixture, List<(string Topic, long Offset, string Value)> acknowledged, string what)
    {
        foreach (var group in acknowledged.GroupBy(append => append.Topic))
        {
            Topic? topic = fixture.Log.Topics.Find(group.Key);
            Assert.True(topic is not null, $"{what}: topic {group.Key} is gone");
            Dictionary<long, string> stored = topic.Partitions[0].ReadAll().ToDictionary(r => r.Offset, r => r.Value);
            foreach ((_, long offset, string value) in group)
            {
                Assert.True(
                    stored.TryGetValue(offset, out string? found) && found == value,
                    $"{what}: {group.Key} at {offset} should be {value[..Math.Min(8, value.Length)]}, is {found}; "
                    + string.Join(" | ", fixture.Log.Recovery.Findings));
            }

            Assert.Equal(stored.Keys.Order(), Enumerable.Range(0, stored.Count).Select(i => (long)i));
        }
    }

    private static async Task WorkAsync(LogDirectory log, List<(string, long, string)> acknowledged)
    {
        foreach (string name in (string[])["a", "b"])
        {
            await log.Topics.CreateAsync(
                name, 1, new Dictionary<string, string> { ["segment.bytes"] = "65536" }, CancellationToken.None);
        }

        for (int round = 0; round < 9; round++)
        {
            // Small runs to both, and each third time a batch that goes past the journal.
            string[] values = [$"run {round}", $"more {round} " + new string('r', 900)];
            await AppendAsync(log, "a", values, acknowledged);
            await AppendAsync(log, "b", [$"b {round}"], acknowledged);
            if (round % 3 == 0)
            {
                string large = $"large {round} " + new string('x', 20_000);
                Partition partition = log.Topics.Find("a")!.Partitions[0];
                AppendResult result = await partition.AppendBatchAsync(Appends.MakeBatch(large));
                Note(acknowledged, "a", result, [large]);
            }
        }
    }

    private static async Task AppendAsync(
        LogDirectory log, string topic, string[] values, List<(string, long, string)> acknowledged)
    {
        AppendResult result = await log.Topics.Find(topic)!.Partitions[0].AppendAsync(values);
        Note(acknowledged, topic, result, values);
    }

    private static void Note(
        List<(string, long, string)> acknowledged, string topic, AppendResult result, string[] values)
    {
        if (result.Error != AppendError.None)
        {
            throw new IOException(result.Message);
        }

        for (int i = 0; i < values.Length; i++)
        {
            acknowledged.Add((topic, result.BaseOffset.Value + i, values[i]));
        }
    }

    private static LogFixture Arrange(FaultyDisk disk) => new() { Files = disk, Limits = SmallLimits };

    private static class FaultKindName
    {
        public const string PowerCut = nameof(FaultKind.PowerCut);
        public const string TornPowerCut = nameof(FaultKind.TornPowerCut);
    }
}
