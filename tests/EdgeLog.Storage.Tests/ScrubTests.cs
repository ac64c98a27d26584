using EdgeLog.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Storage.Tests;

public sealed class ScrubTests
{
    [Fact]
    public async Task Rot_in_a_sealed_segment_is_found_left_out_and_declared_before_anybody_reads_it()
    {
        await using LogFixture fixture = await FillAsync();
        string segment = await RotAsync(fixture);
        await fixture.OpenLogAsync();
        Assert.Empty(fixture.Log.Damaged);

        await fixture.Log.ScrubAsync(CancellationToken.None);
        DamagedRange range = Assert.Single(fixture.Log.Damaged);
        Assert.Equal((segment, 3, 3), (range.File, range.FirstOffset, range.LastOffset));
        ScrubStatus status = fixture.Log.ScrubStatus;
        Assert.Equal((1, 1, null), (status.Passes, status.DamagedRanges, status.File));
        Assert.Equal(status.Segments, status.SegmentsDone);
        Assert.Equal(99, fixture.Partition("t").ReadAll().Count);

        await fixture.ReopenAsync();
        Assert.Equal(range, Assert.Single(fixture.Log.Damaged));
        await fixture.Log.ScrubAsync(CancellationToken.None);
        Assert.Equal(0, fixture.Log.ScrubStatus.DamagedRanges);
    }

    [Fact]
    public async Task Rot_right_before_known_damage_is_declared_too()
    {
        await using LogFixture fixture = await FillAsync();
        await RotAsync(fixture);
        await fixture.OpenLogAsync();
        await fixture.Log.ScrubAsync(CancellationToken.None);
        await RotAsync(fixture, record: 2);
        await fixture.OpenLogAsync();

        await fixture.Log.ScrubAsync(CancellationToken.None);
        Assert.Equal(
            [(2, 2), (3, 3)],
            fixture.Log.Damaged.Select(range => (range.FirstOffset, range.LastOffset)).Order());
        Assert.Equal(98, fixture.Partition("t").ReadAll().Count);
    }

    [Fact]
    public async Task An_index_that_is_not_its_segments_is_found_and_made_anew()
    {
        await using LogFixture fixture = await FillAsync();
        await fixture.Log.DisposeAsync();
        string folder = Path.Combine(fixture.Path, "t-0");
        foreach (string index in Directory.GetFiles(folder, "*.timeindex").Order().SkipLast(1))
        {
            byte[] bytes = File.ReadAllBytes(index);
            bytes[7] ^= 1;
            File.WriteAllBytes(index, bytes);
        }

        await fixture.OpenLogAsync();
        await fixture.Log.ScrubAsync(CancellationToken.None);
        Assert.True(fixture.Log.ScrubStatus.BadIndexes > 0);
        Assert.Empty(fixture.Log.Damaged);
        Assert.Equal(100, fixture.Partition("t").ReadAll().Count);
        await fixture.ReopenAsync();
        await fixture.Log.ScrubAsync(CancellationToken.None);
        Assert.Equal(0, fixture.Log.ScrubStatus.BadIndexes);
    }

    [Fact]
    public async Task A_segment_that_cannot_be_opened_is_passed_over()
    {
        await using LogFixture fixture = await FillAsync();
        SealedSegment segment = fixture.Partition("t").Snapshot.Sealed[0];
        await fixture.ReopenAsync();
        File.Delete(segment.LogPath);
        Directory.CreateDirectory(segment.LogPath);

        await fixture.Log.ScrubAsync(CancellationToken.None);
        Assert.Equal(1, fixture.Log.ScrubStatus.Passes);
        Assert.Equal(fixture.Log.ScrubStatus.Segments, fixture.Log.ScrubStatus.SegmentsDone);
        Assert.False(fixture.Log.HasFailed);
    }

    [Fact]
    public async Task A_repair_says_first_what_it_would_do_and_then_does_it()
    {
        await using LogFixture fixture = await FillAsync();
        string segment = await RotAsync(fixture);
        File.Delete(Path.Combine(fixture.Path, "state"));
        Dictionary<string, uint> before = ReadAll(fixture.Path);

        IReadOnlyList<string> plan = await RepairAsync(fixture, RepairMode.Report);
        Assert.Contains(plan, line => line.Contains("without the state file"));
        Assert.Contains(plan, line => line.Contains(Path.GetFileName(segment)) && line.Contains("offsets 3 to 3"));
        Assert.Equal(before, ReadAll(fixture.Path));

        Assert.NotEmpty(await RepairAsync(fixture, RepairMode.Apply));
        Assert.Empty(await RepairAsync(fixture, RepairMode.Report));
        await fixture.OpenLogAsync();
        Assert.True(fixture.Log.Recovery.WasClean);
        Assert.Empty(fixture.Log.Recovery.Findings);
        Assert.Equal(99, fixture.Partition("t").ReadAll().Count);
    }

    [Fact]
    public async Task A_repair_of_a_directory_in_use_is_refused()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        StorageException exception = await Assert.ThrowsAsync<StorageException>(
            () => RepairAsync(fixture, RepairMode.Report));
        Assert.Contains("is in use", exception.Message);
    }

    private static Task<IReadOnlyList<string>> RepairAsync(LogFixture fixture, RepairMode mode) =>
        LogRepair.RunAsync(fixture.Path, mode, NullLoggerFactory.Instance, CancellationToken.None);

    private static Dictionary<string, uint> ReadAll(string directory) => Directory
        .GetFiles(directory, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != ".lock")
        .ToDictionary(file => file, file => Crc32C.Compute(File.ReadAllBytes(file)));

    /// <summary>A hundred records, two kilobytes each, in several segments.</summary>
    private static async Task<LogFixture> FillAsync()
    {
        LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        for (int i = 0; i < 100; i++)
        {
            await topic.Partitions[0].AppendAsync($"{i} {new string('x', 2_000)}");
        }

        return fixture;
    }

    /// <summary>Stops the log and flips a bit in a record of the first segment.</summary>
    private static async Task<string> RotAsync(LogFixture fixture, int record = 3)
    {
        await fixture.Log.DisposeAsync();
        string segment = Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*.log").Order().First();
        byte[] bytes = await File.ReadAllBytesAsync(segment);
        bytes[(record * RecordBatchHeader.Read(bytes).SizeBytes) + 500] ^= 4;
        await File.WriteAllBytesAsync(segment, bytes);
        return segment;
    }
}
