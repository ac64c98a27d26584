using System.Net;

namespace EdgeLog.Gateway.Tests.Process;

public class RunningGatewayTests(GatewayProcess gateway) : IClassFixture<GatewayProcess>
{
    [Fact]
    public async Task What_is_produced_can_be_consumed_in_order()
    {
        var produced = (await gateway.AskWithInputAsync("a 1\nb 2\nc 3\n", "produce", "round", "-f", "%k %v"))
            .Succeeded();
        Assert.Contains("3 records on flash", produced.Errors, StringComparison.Ordinal);

        var all = await gateway.AskAsync("consume", "round", "-o", ":end", "-f", "%o %k=%v\\n");
        var last = await gateway.AskAsync("consume", "round", "-o", "-1", "-n", "1", "--json");

        Assert.Equal(["0 a=1", "1 b=2", "2 c=3"], all.Succeeded().Lines);
        Assert.Contains("\"offset\":2", last.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_is_created_altered_described_and_deleted()
    {
        (await gateway.AskAsync("topic", "create", "made", "--partitions", "2", "--set", "retention.ms=1d"))
            .Succeeded();
        (await gateway.AskAsync("topics", "alter", "made", "--partitions", "3", "--set", "segment.bytes=1MiB"))
            .Succeeded();
        var described = (await gateway.AskAsync("topics", "describe", "made")).Succeeded().Output;
        Assert.Contains("retention.ms = 86400000", described, StringComparison.Ordinal);
        Assert.Contains("segment.bytes = 1048576", described, StringComparison.Ordinal);

        var wrong = await gateway.AskAsync("topics", "alter", "made", "--set", "retention.mss=1");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Did you mean retention.ms?", wrong.Errors, StringComparison.Ordinal);

        (await gateway.AskAsync("topics", "delete", "made")).Succeeded();
        Assert.DoesNotContain(
            "made", (await gateway.AskAsync("topics", "list")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_metrics_are_on_the_http_port_and_everything_else_is_not()
    {
        var address = await gateway.AddressOfAsync("http");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{address}") };

        var health = await http.GetAsync("/health");
        var metrics = await http.GetStringAsync("/metrics");
        var topics = await http.GetAsync("/topics");

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains("\"status\": \"healthy\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "\"name\": \"listener kafka\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("edgelog_log_flush_seconds{quantile=\"0.99\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("edgelog_compaction_runs_total 0", metrics, StringComparison.Ordinal);
        Assert.Contains("edgelog_data_full 0", metrics, StringComparison.Ordinal);
        Assert.Contains("# TYPE edgelog_gap_records_total counter", metrics, StringComparison.Ordinal);
        Assert.Contains("edgelog_mqtt_clients 0", metrics, StringComparison.Ordinal);
        Assert.All(
            metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^(# (HELP|TYPE) )?edgelog_[a-z0-9_]+(\\{.*\\})? ", line));
        Assert.Equal(HttpStatusCode.NotFound, topics.StatusCode);
    }

    [Fact]
    public async Task Status_fits_one_screen()
    {
        var status = (await gateway.AskAsync("status", "--wait", "healthy", "--timeout", "30s")).Succeeded();

        Assert.StartsWith("press-7  1.0.0  up ", status.Output, StringComparison.Ordinal);
        Assert.Contains("HEALTHY", status.Output, StringComparison.Ordinal);
        Assert.True(status.Output.Split('\n').Length < 25);
    }

    [Fact]
    public async Task Gaps_prove_that_everything_received_is_there_or_declared()
    {
        (await gateway.AskWithInputAsync("a\nb\n", "produce", "whole")).Succeeded();

        var all = (await gateway.AskAsync("gaps")).Succeeded();
        var one = (await gateway.AskAsync("gap", "whole", "--json")).Succeeded();
        var none = await gateway.AskAsync("gaps", "nowhere");

        Assert.Contains(all.Lines, line => line.StartsWith("TOPIC", StringComparison.Ordinal));
        Assert.Equal("received = stored + lost + removed + compacted, for each topic", all.Lines[^1]);
        Assert.Contains("\"received\": 2,", one.Output, StringComparison.Ordinal);
        Assert.Contains("\"proven\": true", one.Output, StringComparison.Ordinal);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("there is no topic nowhere", none.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_nothing_and_a_repair_keeps_away_from_a_directory_in_use()
    {
        var doctor = (await gateway.AskAsync("doctor")).Succeeded();
        var json = (await gateway.AskAsync("doctor", "--json")).Succeeded();
        var repair = await gateway.AskAsync("repair");

        Assert.Equal("damaged   nothing that is known", doctor.Lines[^1]);
        Assert.Contains("\"damaged\": []", json.Output, StringComparison.Ordinal);
        Assert.Equal(1, repair.ExitCode);
        Assert.Contains("is in use by", repair.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_data_does_not_start()
    {
        var second = await GatewayProcess.CommandAsync("run", "--config", gateway.ConfigFile);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            $"is in use by dotnet (pid {gateway.Process.Id}). Stop that process", second.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("the log failed", second.Output, StringComparison.Ordinal);
    }
}
