using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Sections;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Tests.Configuration;

public class DeadLettersTests
{
    private const string Rejected = """
        mqtt:
          routes:
            - filter: a
              topic: a
              errors.deadletterqueue.topic.name: rejected
        """;

    [Theory]
    [InlineData("edgelog.dead-letters")]
    [InlineData("rejected")]
    public void A_dead_letter_topic_that_compacts_is_refused(string name)
    {
        var config = Declare(name, new Dictionary<string, string> { ["cleanup.policy"] = "compact,delete" });

        Assert.Equal($"topics.{name}.cleanup.policy", Assert.Single(Check(config)).Path);
    }

    [Fact]
    public void So_is_one_that_does_not_say_where_the_defaults_compact()
    {
        var config = Declare("rejected", new Dictionary<string, string>());
        config = config with
        {
            Topics = config.Topics with
            {
                Defaults = new Dictionary<string, string> { ["cleanup.policy"] = "compact" },
            },
        };

        Assert.Single(Check(config));
    }

    [Fact]
    public void Other_topics_may_compact()
    {
        var config = Declare("state", new Dictionary<string, string> { ["cleanup.policy"] = "compact" });

        Assert.Empty(Check(config));
    }

    [Fact]
    public void The_largest_message_with_all_its_headers_must_fit_the_log()
    {
        Assert.Empty(Check(ConfigLoader.Parse("f.yaml", "mqtt:\n  limits:\n    max_packet_size: 16MiB\n")));
        var headers = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"        h{i}: '{{x}}'\n"));
        var yaml = $"mqtt:\n  limits:\n    max_packet_size: 16MiB\n  routes:\n    - filter: '{{x}}'\n"
            + $"      topic: a\n      headers:\n{headers}";

        var exception = Assert.Throws<InvalidConfigException>(() => ConfigLoader.Parse("f.yaml", yaml));

        Assert.Equal("mqtt.limits.max_packet_size", Assert.Single(exception.Errors).Path);
    }

    private static GatewayConfig Declare(string name, Dictionary<string, string> settings)
    {
        var config = ConfigLoader.Parse("f.yaml", Rejected);
        return config with
        {
            Topics = config.Topics with { Declared = [new TopicDeclaration(name, 1, settings, SourceMark.None)] },
        };
    }

    private static IReadOnlyList<ConfigError> Check(GatewayConfig config)
    {
        var errors = new ConfigErrorList();
        DeadLetters.Check(config, errors);
        return errors.Errors;
    }
}
