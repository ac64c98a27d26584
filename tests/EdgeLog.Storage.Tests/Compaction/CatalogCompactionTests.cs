namespace EdgeLog.Storage.Tests;

public sealed class CatalogCompactionTests
{
    [Fact]
    public async Task The_catalog_is_compacted_and_says_the_same()
    {
        await using LogFixture fixture = await FillAsync();
        Partition catalog = fixture.Partition(CatalogLog.TopicName);
        int before = catalog.ReadKeyed().Count;
        await fixture.Log.Compactor.RunOnceAsync(CancellationToken.None);
        Assert.True(catalog.ReadKeyed().Count < before / 10, $"{catalog.ReadKeyed().Count} of {before}");

        await fixture.ReopenAsync();
        Assert.Equal("604800000", fixture.Log.Topics.Find("kept")!.Config.Overrides["retention.ms"]);
        Assert.Null(fixture.Log.Topics.Find("gone"));
        Assert.True(await fixture.Log.AllocateProducerIdAsync(CancellationToken.None) >= 1000);
    }

    [Fact]
    public async Task A_deleted_topics_folder_is_known_as_such_when_only_its_tombstone_is_left()
    {
        await using LogFixture fixture = await FillAsync();
        await fixture.Log.Compactor.RunOnceAsync(CancellationToken.None);
        Assert.DoesNotContain(
            fixture.Partition(CatalogLog.TopicName).ReadKeyed(),
            record => record.Key == "topic:gone" && record.Value is not null);
        await fixture.Log.DisposeAsync();
        string left = Path.Combine(fixture.Path, "gone-0");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "partition.metadata"), _metadataOfGone);
        File.WriteAllText(Path.Combine(left, "00000000000000000000.log"), "something");
        await fixture.OpenLogAsync();
        Assert.False(Directory.Exists(left));
    }

    private string _metadataOfGone = "";

    private async Task<LogFixture> FillAsync()
    {
        LogFixture fixture = await LogFixture.OpenAsync(f =>
        {
            f.Limits = CompactionFixture.Limits;
            f.Options = f.Options with { Compaction = CompactionFixture.Unhurried };
        });
        await fixture.CreateTopicAsync("kept");
        await fixture.CreateTopicAsync("gone");
        _metadataOfGone = File.ReadAllText(Path.Combine(fixture.Path, "gone-0", "partition.metadata"));
        await fixture.Log.AllocateProducerIdAsync(CancellationToken.None);
        await fixture.Log.Topics.DeleteAsync("gone", CancellationToken.None);
        string filler = new('f', 200);
        for (int i = 0; fixture.Partition(CatalogLog.TopicName).Snapshot.Sealed.IsEmpty; i++)
        {
            // The settings of one topic over and over, until the first segment is full.
            await fixture.Log.Topics.AlterConfigAsync(
                "kept",
                new Dictionary<string, string?>
                {
                    ["retention.ms"] = "604800000",
                    ["follower.replication.throttled.replicas"] = string.Join(',', Enumerable.Repeat(filler, 60)),
                },
                CancellationToken.None);
        }

        return fixture;
    }
}
