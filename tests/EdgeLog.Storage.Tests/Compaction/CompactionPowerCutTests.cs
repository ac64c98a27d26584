namespace EdgeLog.Storage.Tests;

/// <summary>
/// A fixed stretch of appends and compactions is cut off at each of its writes, flushes and renames in turn; afterwards
/// every key has the value acknowledged last, what was deleted stays deleted, and the log goes on.
/// </summary>
public sealed class CompactionPowerCutTests
{
    [Theory]
    [InlineData("PowerCut")]
    [InlineData("TornPowerCut")]
    [InlineData("Error")]
    public async Task A_cut_at_any_operation_loses_nothing_and_brings_nothing_back(string kind)
    {
        int total = await CountOperationsAsync();
        Assert.True(total > 60, $"{total} operations");
        var random = new Random(20261121);
        for (int at = 1; at <= total; at++)
        {
            await CutAtAsync(at, Enum.Parse<FaultKind>(kind), random.Next());
        }
    }

    [Fact]
    public async Task A_full_disk_is_said_and_tried_again()
    {
        var disk = new FaultyDisk();
        await using CompactionFixture log = await CompactionFixture.OpenAsync(f => f.Files = disk);
        await log.PutAsync(("a", "1"), ("a", "2"));
        await log.RollAsync();
        disk.IsFull = true;
        await log.CompactAsync();
        Assert.Equal("a=1@0 a=2@1 last=-@2", log.Seen());
        Assert.Equal(1, log.Log.Statistics.Compaction.Failures);
        disk.IsFull = false;
        await log.CompactAsync();
        Assert.Equal("a=1@0 a=2@1 last=-@2", log.Seen());
        log.Time.Advance(CompactionFixture.Limits.CompactionRetry);
        await log.CompactAsync();
        Assert.Equal("a=2@1 last=-@2", log.Seen());
    }

    private static async Task<int> CountOperationsAsync()
    {
        var disk = new FaultyDisk();
        await using CompactionFixture log = await CompactionFixture.OpenAsync(f => f.Files = disk);
        int before = disk.Operations;
        await WorkAsync(log, []);
        return disk.Operations - before;
    }

    private static async Task CutAtAsync(int at, FaultKind kind, int seed)
    {
        var disk = new FaultyDisk();
        await using CompactionFixture log = await CompactionFixture.OpenAsync(f => f.Files = disk);
        var acknowledged = new Dictionary<string, string?>();
        disk.Fault = kind;
        disk.FaultAt = disk.Operations + at;
        try
        {
            await WorkAsync(log, acknowledged);
        }
        catch (Exception exception) when (exception is IOException or StorageException)
        {
            // Cut off in the middle: that is the point.
        }

        disk.StopPower();
        await log.Log.DisposeAsync();
        disk.CutPower(log.Fixture.Path, new Random(seed));
        await log.Fixture.OpenLogAsync();
        Verify(log, acknowledged, $"fault {kind} at {at}, seed {seed}");
        await log.PutAsync(("afterwards", "1"));
        await log.RollAsync();
        await log.CompactAsync();
        Verify(log, acknowledged, $"fault {kind} at {at}, seed {seed}, compacted again");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(log.Fixture.Path, "t-0"), "*.swap"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(log.Fixture.Path, "t-0"), "*.cleaned"));
    }

    private static void Verify(CompactionFixture log, Dictionary<string, string?> acknowledged, string what)
    {
        Assert.True(log.Log.Recovery.Findings.Count == 0, $"{what}: {string.Join(" | ", log.Log.Recovery.Findings)}");
        Dictionary<string, string> latest = log.Partition.Latest();
        foreach ((string key, string? value) in acknowledged)
        {
            Assert.True(latest.GetValueOrDefault(key) == value, $"{what}: {key} should be {value}; {log.Seen()}");
        }

        List<long> offsets = [.. log.Partition.ReadKeyed().Select(record => record.Offset)];
        Assert.True(offsets.SequenceEqual(offsets.Distinct().Order()), $"{what}: {log.Seen()}");
    }

    private static async Task WorkAsync(CompactionFixture log, Dictionary<string, string?> acknowledged)
    {
        for (int round = 0; round < 2; round++)
        {
            await PutAsync(log, acknowledged, "a", $"a {round}");
            await PutAsync(log, acknowledged, $"once {round}", "1");
            await PutAsync(log, acknowledged, "b", round == 1 ? null : $"b {round}");
            await RollAsync(log, acknowledged);
            await PutAsync(log, acknowledged, "a", $"a {round} again");
            await RollAsync(log, acknowledged);
            await log.CompactAsync();
        }
    }

    private static async Task RollAsync(CompactionFixture log, Dictionary<string, string?> acknowledged)
    {
        log.Time.Advance(TimeSpan.FromSeconds(2));
        await PutAsync(log, acknowledged, "rolled", $"{acknowledged.Count}");
    }

    private static async Task PutAsync(
        CompactionFixture log, Dictionary<string, string?> acknowledged, string key, string? value)
    {
        // Until it is known how it ended, either value may be there.
        acknowledged.Remove(key);
        AppendResult result = await log.Partition.TryPutAsync(key, value);
        if (result.Error != AppendError.None)
        {
            throw new IOException(result.Message);
        }

        acknowledged[key] = value;
    }
}
