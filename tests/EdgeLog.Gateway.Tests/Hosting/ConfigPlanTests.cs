using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Tests.Hosting;

public class ConfigPlanTests
{
    [Fact]
    public void A_plan_says_what_comes_goes_and_changes_and_what_takes_a_restart()
    {
        var before = Parse("gateway:\n  name: a\nlogging:\n  level: info\ntopics:\n  t:\n    retention.ms: 1d\n");
        var after = Parse("gateway:\n  name: b\nlogging:\n  level: debug\ntopics:\n  u:\n    retention.ms: 1d\n");

        var plan = ConfigPlan.Between(before, after);

        Assert.Equal(
            [
                "~ gateway.name: a → b   (after a restart)", "~ logging.level: info → debug",
                "+ topics.u.retention.ms: 1d",
                "- topics.t.retention.ms: 1d",
            ],
            plan.Lines());
        Assert.Equal("gateway.name", Assert.Single(plan.NeedRestart).Path);
    }

    [Fact]
    public void A_route_or_device_that_comes_or_goes_leaves_the_others_as_they_were()
    {
        const string Before = """
            devices: []
            mqtt:
              routes:
                - filter: a/#
                  topic: a
                - filter: b/#
                  topic: b
            """;
        const string After = """
            devices:
              - name: demo
                driver: simulated
            mqtt:
              routes:
                - filter: new/#
                  topic: n
                - filter: a/#
                  topic: a
                - filter: b/#
                  topic: c
            """;

        var lines = ConfigPlan.Between(Parse(Before), Parse(After)).Lines();

        Assert.Contains("+ mqtt.routes[new/#].topic: n", lines);
        Assert.Contains("~ mqtt.routes[b/#].topic: b → c", lines);
        Assert.Contains("+ devices[demo].driver: simulated", lines);
        Assert.DoesNotContain(lines, line => line.Contains("a/#", StringComparison.Ordinal));
    }

    [Fact]
    public void Routes_that_change_places_are_one_change()
    {
        const string Before = "mqtt:\n  routes:\n    - filter: a/#\n    - filter: b/#\n";
        const string After = "mqtt:\n  routes:\n    - filter: b/#\n    - filter: a/#\n";

        Assert.Equal(
            ["~ mqtt.routes, in this order: a/#, b/# → b/#, a/#"],
            ConfigPlan.Between(Parse(Before), Parse(After)).Lines());
    }

    [Fact]
    public void The_same_configuration_is_no_change()
    {
        var config = Parse("gateway:\n  name: a\n");

        Assert.Equal(["nothing has changed"], ConfigPlan.Between(config, Parse("gateway:\n  name: a\n")).Lines());
    }

    [Fact]
    public void After_a_reload_what_takes_a_restart_is_still_a_difference()
    {
        var before = Parse("gateway:\n  name: a\n");
        var after = Parse("gateway:\n  name: b\nlogging:\n  level: debug\n");
        var running = before with { Values = ConfigPlan.Running(before.Values, after.Values) };

        Assert.Equal(["~ gateway.name: a → b   (after a restart)"], ConfigPlan.Between(running, after).Lines());
    }

    private static GatewayConfig Parse(string yaml) => ConfigLoader.Parse("f.yaml", yaml);
}
