using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>Rot in what went past the journal, found by the start after an unclean stop.</summary>
public sealed class BypassRecoveryTests
{
    private static readonly LogLimits Limits = LogLimits.Default with
    {
        BypassBytes = 12 * 1024,
        PackedBatchBytes = 4 * 1024,
    };

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task Rot_in_a_partitions_last_group_is_damage_once_the_journal_has_gone_on(int rotten)
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Limits) = (disk, Limits));
        await fixture.CreateTopicAsync("t");
        await fixture.CreateTopicAsync("other");
        await fixture.Partition("t").AppendAsync("small");
        string[] values = [.. Enumerable.Range(0, 40).Select(i => $"{i} {new string('x', 500)}")];
        await fixture.Partition("t").AppendAsync(values);
        Assert.True(fixture.Log.Statistics.BypassedBytes > 12 * 1024);
        await fixture.Partition("other").AppendAsync("behind it");
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        (long first, long next) = Rot(fixture, rotten);

        await fixture.OpenLogAsync();
        Partition partition = fixture.Partition("t");
        Assert.Contains(fixture.Log.Recovery.Findings, finding => finding.Contains($"offsets {first} to {next - 1}"));
        Assert.Equal(
            Enumerable.Range(0, 41).Select(i => (long)i).Where(offset => offset < first || offset >= next),
            partition.ReadAll().Select(record => record.Offset));
        Assert.Equal(new Offset(41), (await partition.AppendAsync("next")).BaseOffset);
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(partition.Topic, CancellationToken.None);
        Assert.Equal((42, next - first, 0), (account.Received, account.Lost, account.Unexplained));
        await fixture.ReopenAsync();
        Assert.Equal((41, "next"), fixture.Partition("t").ReadAll()[^1]);
    }

    /// <summary>Flips a bit in one of the batches behind the first, -1 the last; returns its offsets.</summary>
    private static (long First, long Next) Rot(LogFixture fixture, int batch)
    {
        string path = Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*.log").Single();
        byte[] bytes = File.ReadAllBytes(path);
        List<(int Position, RecordBatchHeader Header)> batches = [];
        for (int at = 0; at < bytes.Length; at += batches[^1].Header.SizeBytes)
        {
            batches.Add((at, RecordBatchHeader.Read(bytes.AsSpan(at))));
        }

        (int position, RecordBatchHeader header) = batches[batch < 0 ? ^1 : batch + 1];
        bytes[position + 100] ^= 4;
        File.WriteAllBytes(path, bytes);
        return (header.BaseOffset.Value, header.NextOffset.Value);
    }
}
