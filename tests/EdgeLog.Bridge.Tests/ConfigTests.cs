using EdgeLog.Connect;

namespace EdgeLog.Bridge.Tests;

public sealed class ConfigTests
{
    [Theory]
    [InlineData("plant.press", true)]
    [InlineData("plant.press.x", false)]
    [InlineData("sensors", true)]
    [InlineData("sensors2", false)]
    [InlineData("aab", true)]
    [InlineData("plant.debug", false)]
    [InlineData("PLANT.press", false)]
    public void Topics_match_as_a_whole_and_excludes_win(string topic, bool matches)
    {
        TopicFilter filter = TopicFilter.Parse("mirrors.m", [@"plant\.\w+, a{1,2}b", "sensors"], [@".*\.debug"]);
        Assert.Equal(matches, filter.Matches(topic));
    }

    [Fact]
    public void No_topics_at_all_match_none() =>
        Assert.False(TopicFilter.Parse("mirrors.m", [], []).Matches("t"));

    [Theory]
    [InlineData("mm2-offsets.press-7.internal", true)]
    [InlineData("press-7.checkpoints.internal", true)]
    [InlineData("__consumer_offsets", true)]
    [InlineData(".hidden", true)]
    [InlineData("internal", false)]
    [InlineData("plant.internal", false)]
    public void Internal_topics_are_known_by_their_names(string topic, bool isInternal) =>
        Assert.Equal(isInternal, new DefaultReplicationPolicy("press-7", "central", ".").IsInternalTopic(topic));

    [Theory]
    [InlineData("plant.press", false)]
    [InlineData("central.commands", true)]
    [InlineData("press-7.t", true)]
    [InlineData("other.central.t", true)]
    [InlineData("centralised", false)]
    public void A_topic_that_passed_source_or_target_is_a_cycle(string topic, bool isCycle) =>
        Assert.Equal(isCycle, new DefaultReplicationPolicy("press-7", "central", ".").IsCycle(topic));

    [Fact]
    public void Remote_names_follow_the_policy_and_its_separator()
    {
        Assert.Equal("press-7_t", new DefaultReplicationPolicy("press-7", "central", "_").FormatRemoteTopic("t"));
        Assert.Equal("t", new IdentityReplicationPolicy("press-7", "central", ".").FormatRemoteTopic("t"));
        Assert.Equal("mm2-offsets.press-7.internal", new IdentityReplicationPolicy("press-7", "c", ".").PositionsTopic);
    }

    [Fact]
    public void Every_mistake_is_named_with_its_key()
    {
        ClusterConfig[] clusters =
        [
            new() { Alias = "a", Properties = new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL" } },
            new() { Alias = "b", Properties = new Dictionary<string, string>() },
            new() { Alias = "c", Properties = new Dictionary<string, string> { ["bootstrap.servers"] = "nohost" } },
            new()
            {
                Alias = "d",
                Properties = Of(("bootstrap.servers", "h:1"), ("request.timeout.ms", "soon")),
            },
        ];
        MirrorConfig[] mirrors =
        [
            new() { Name = "m", To = "nowhere" },
            new() { Name = "n", To = "d", Topics = ["("] },
            new() { Name = "o", To = "d", Topics = ["(?=x)x"] },
            new() { Name = "p", To = "d", ReplicationPolicyClass = "TemplateReplicationPolicy" },
            new() { Name = "q", To = "d", Properties = Of(("drain", "live-first")) },
            new() { Name = "r", To = "d", Properties = Of(("replication.factor", "0")) },
        ];
        string[] keys = [.. MirrorFleet.Validate("press-7", clusters, mirrors).Select(error => error.Key)];
        Assert.Equal(
            [
                "clusters.a.security.protocol", "clusters.b.bootstrap.servers", "clusters.c.bootstrap.servers",
                "clusters.d.request.timeout.ms", "mirrors.m.to", "mirrors.n.topics", "mirrors.o.topics",
                "mirrors.p.replication.policy.class", "mirrors.q.drain", "mirrors.r.replication.factor",
            ],
            keys);
    }

    [Fact]
    public void What_this_version_lacks_is_refused_by_name()
    {
        var config = new MirrorConfig
        {
            Name = "m",
            To = "c",
            Properties = new Dictionary<string, string> { ["compression.type"] = "zstd" },
        };
        ConfigException error = Assert.Throws<ConfigException>(() => MirrorSettings.Parse(config, "press-7"));
        Assert.Equal("is not in this version", error.Message);
    }

    [Fact]
    public void A_client_is_called_after_its_gateway_and_takes_durations_in_both_ways()
    {
        var cluster = new ClusterConfig
        {
            Alias = "c",
            Properties = new Dictionary<string, string>
            {
                ["bootstrap.servers"] = "kafka-1:9092, [::1]:9093",
                ["request.timeout.ms"] = "5s",
                ["metadata.max.age.ms"] = "1500",
            },
        };
        ClientSettings settings = ClientSettings.Parse(cluster, "press-7");
        Assert.Equal("edgelog-press-7", settings.ClientId);
        Assert.Equal([new BrokerEndpoint("kafka-1", 9092), new BrokerEndpoint("::1", 9093)], settings.BootstrapServers);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.RequestTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1.5), settings.MetadataMaxAge);
    }

    private static Dictionary<string, string> Of(params (string Key, string Value)[] properties) =>
        properties.ToDictionary(pair => pair.Key, pair => pair.Value);
}
