using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class TopicConfigTests
{
    [Theory]
    [InlineData("retention.ms", "7d", "604800000")]
    [InlineData("retention.ms", "-1", "-1")]
    [InlineData("segment.bytes", "16MiB", "16777216")]
    [InlineData("flush.ms", "500ms", "500")]
    [InlineData("compression.type", "zstd", "zstd")]
    [InlineData("cleanup.policy", "compact, delete", "compact,delete")]
    [InlineData("min.cleanable.dirty.ratio", "0.25", "0.25")]
    [InlineData("min.compaction.lag.ms", "5m", "300000")]
    [InlineData("max.compaction.lag.ms", "1d", "86400000")]
    [InlineData("max.compaction.lag.ms", "9223372036854775807", "9223372036854775807")]
    [InlineData("delete.retention.ms", "0", "0")]
    [InlineData("preallocate", "TRUE", "true")]
    public void Values_of_people_and_of_Kafka_are_accepted(string name, string value, string plain)
    {
        TopicSetting setting = Create(name, value).Describe().Single(s => s.Name == name);
        Assert.Equal(plain, setting.Value);
        Assert.False(setting.IsDefault);
    }

    [Theory]
    [InlineData("retention.ms", "soon", "Invalid value soon for configuration retention.ms: Not a number of type LONG")]
    [InlineData("segment.bytes", "1", "Invalid value 1 for configuration segment.bytes: Value must be at least 65536")]
    [InlineData("compression.type", "rar", "Invalid value rar for configuration compression.type: "
        + "String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer")]
    [InlineData("retention", "1", "Unknown topic config name: retention")]
    [InlineData("cleanup.policy", "compact,squash", "Invalid value squash for configuration cleanup.policy: "
        + "String must be one of: compact, delete")]
    [InlineData("min.cleanable.dirty.ratio", "1.5", "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: "
        + "Value must be no more than 1")]
    [InlineData("delete.retention.ms", "-1", "Invalid value -1 for configuration delete.retention.ms: "
        + "Value must be at least 0")]
    [InlineData("max.compaction.lag.ms", "0", "Invalid value 0 for configuration max.compaction.lag.ms: "
        + "Value must be at least 1")]
    public void What_is_not_valid_is_refused_in_Kafkas_words(string name, string value, string message)
    {
        TopicException exception = Assert.Throws<TopicException>(() => Create(name, value));
        Assert.Equal(TopicError.InvalidConfig, exception.Error);
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void A_shortest_lag_above_the_longest_is_refused_in_Kafkas_words()
    {
        var settings = new Dictionary<string, string>
        {
            ["min.compaction.lag.ms"] = "2000",
            ["max.compaction.lag.ms"] = "1000",
        };
        TopicException exception = Assert.Throws<TopicException>(
            () => TopicConfig.Create(TopicConfig.Default, settings));
        Assert.Equal(TopicError.InvalidConfig, exception.Error);
        Assert.Equal(
            "conflict topic config setting min.compaction.lag.ms (2000) > max.compaction.lag.ms (1000)",
            exception.Message);
    }

    [Fact]
    public async Task Settings_are_changed_reset_and_kept()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t", ("retention.ms", "1h"), ("compression.type", "gzip"));
        await fixture.Log.Topics.AlterConfigAsync(
            "t", new Dictionary<string, string?> { ["retention.ms"] = null, ["flush.messages"] = "5" }, default);
        await fixture.ReopenAsync();
        TopicConfig config = fixture.Log.Topics.Find("t")!.Config;
        Assert.Null(config.Retention);
        Assert.Equal(5, config.FlushMessages);
        Assert.Equal(CompressionCodec.Gzip, config.StoredCodec);
        Assert.Equal(["compression.type", "flush.messages"], config.Overrides.Keys);
    }

    [Fact]
    public async Task Runs_and_batches_are_stored_in_the_topics_codec()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t", ("compression.type", "gzip"))).Partitions[0];
        await partition.AppendAsync(new string('a', 5000));
        await partition.AppendBatchAsync(Appends.MakeBatch(new string('b', 5000)));
        Assert.True(partition.SizeBytes < 1000);
        Assert.Equal([new string('a', 5000), new string('b', 5000)], partition.ReadValues());
    }

    [Fact]
    public async Task The_log_stamps_records_where_the_topic_says_so()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("message.timestamp.type", "LogAppendTime"));
        Partition partition = topic.Partitions[0];
        AppendResult result = await partition.AppendBatchAsync(Appends.MakeBatch("a"));
        Assert.True(result.LogAppendTimeMs > 1_750_000_000_000);
        Assert.Equal(result.LogAppendTimeMs, partition.FindMaxTimestamp()!.Value.TimestampMs);
    }

    [Fact]
    public async Task Topics_created_by_naming_them_are_limited_and_names_are_Kafkas()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            f => f.Options = f.Options with { MaxAutoCreatedTopics = 1 });
        TopicCatalog topics = fixture.Log.Topics;
        Topic first = await topics.GetOrCreateAsync("a.b", default);
        Assert.Same(first, await topics.GetOrCreateAsync("a.b", default));
        Assert.Equal(TopicError.PolicyViolation, await ErrorOf(() => topics.GetOrCreateAsync("c", default).AsTask()));
        Assert.Equal(TopicError.TopicExists, await ErrorOf(() => fixture.CreateTopicAsync("a.b")));
        Assert.Equal(TopicError.InvalidName, await ErrorOf(() => fixture.CreateTopicAsync("a_b")));
        Assert.Equal(TopicError.InvalidName, await ErrorOf(() => fixture.CreateTopicAsync("ä")));
        Assert.Equal(TopicError.UnknownTopic, await ErrorOf(() => topics.DeleteAsync("none", default)));
        await topics.AddPartitionsAsync("a.b", 3, default);
        Assert.Equal(3, first.Partitions.Length);
    }

    [Fact]
    public async Task Producer_ids_are_never_given_twice()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        long first = await fixture.Log.AllocateProducerIdAsync(default);
        long second = await fixture.Log.AllocateProducerIdAsync(default);
        await fixture.ReopenAsync();
        long third = await fixture.Log.AllocateProducerIdAsync(default);
        Assert.True(first < second && second < third);
    }

    private static TopicConfig Create(string name, string value) =>
        TopicConfig.Create(TopicConfig.Default, [KeyValuePair.Create(name, value)]);

    private static async Task<TopicError> ErrorOf(Func<Task> change) =>
        (await Assert.ThrowsAsync<TopicException>(change)).Error;
}
