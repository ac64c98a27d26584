using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Damage behind which nothing lies yet.</summary>
public sealed class DamageAtTheEndTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_reader_does_not_pass_over_what_is_appended_while_it_looks(int readsBefore)
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a");
        await partition.AppendAsync("rotten");
        string path = partition.Snapshot.Active.File.Path;
        using (var file = new DiskFile(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Write("rot"u8, partition.Snapshot.Active.WrittenPosition - 3);
        }

        int reads = 0;
        AppendResult? appended = null;
        disk.Before = (operation, of) =>
        {
            if (operation == "read" && of == path && ++reads == readsBefore)
            {
                appended = partition.AppendAsync("b").Result();
            }
        };
        ReadResult read = partition.Read(new Offset(1), new byte[1000]);

        disk.Before = null;
        Assert.Equal(new Offset(2), appended?.BaseOffset);
        Assert.Equal(ReadError.None, read.Error);
        Assert.True(read.NextOffset == new Offset(2) || read.BytesRead > 0, $"{read}");
        Assert.Equal("b", Assert.Single(partition.ReadValues(2)));
    }
}
