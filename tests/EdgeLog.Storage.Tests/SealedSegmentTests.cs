using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class SealedSegmentTests
{
    [Fact]
    public async Task A_segment_that_is_noted_twice_as_open_is_not_closed_under_who_opens_it()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"))).Partitions[0];
        for (int i = 0; i < 80; i++)
        {
            await partition.AppendAsync(new string('x', 1000));
        }

        SealedSegment known = partition.Snapshot.Sealed[0];
        var segment = new SealedSegment(
            partition.Directory,
            known.BaseOffset,
            known.NextOffset,
            known.SizeBytes,
            new OpenSegments(fixture.Files, 1))
        {
            AppendedAt = known.AppendedAt,
        };
        using (SegmentLease first = segment.Lease()!.Value)
        {
            // Closed with the lease, by whoever returns it, and not by who notes what is open.
            first.Files.DistrustIndex();
        }

        using SegmentLease second = segment.Lease()!.Value;
        Assert.Equal(RecordBatchHeader.Size, second.Files.Log.Read(new byte[RecordBatchHeader.Size], 0));
        segment.Retire();
        Assert.Equal(RecordBatchHeader.Size, second.Files.Log.Read(new byte[RecordBatchHeader.Size], 0));
    }
}
