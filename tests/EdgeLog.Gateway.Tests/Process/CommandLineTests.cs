using EdgeLog.Testing;

namespace EdgeLog.Gateway.Tests.Process;

public class CommandLineTests
{
    [Theory]
    [InlineData("topics", "--help")]
    [InlineData("consume", "--help")]
    [InlineData("mirrors", "wait", "--help")]
    public async Task Every_help_ends_with_an_example(params string[] command)
    {
        var result = (await GatewayProcess.CommandAsync(command)).Succeeded();

        Assert.Contains("Example:\n  edgelog ", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("  edgelog ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topcs")]
    [InlineData("status", "--jsn")]
    [InlineData("status", "--wait", "perfect")]
    [InlineData("status", "--timeout", "soon")]
    [InlineData("consume", "t", "-n", "-1")]
    [InlineData("consume", "t", "-p", "-1")]
    [InlineData("log-level", "debug")]
    [InlineData("mirrors", "pause", "central")]
    public async Task Bad_usage_exits_with_2_and_says_why_on_standard_error(params string[] command)
    {
        var result = await GatewayProcess.CommandAsync(command);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Errors);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("config", "show")]
    public async Task Bad_configuration_exits_with_78_and_all_errors_on_standard_error(params string[] command)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["e.yaml"], "mqt:\n  x: 1\nlogging:\n  level: loud\n");

        var result = await GatewayProcess.CommandAsync([.. command, "--config", directory["e.yaml"]]);

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("e.yaml: 2 errors\n 1:1   mqt\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean mqtt?", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("topics", "list")]
    [InlineData("status", "--url", "http://127.0.0.1:1")]
    [InlineData("status", "--data", "/tmp")]
    public async Task A_configuration_file_that_is_not_there_is_said_and_never_ignored(params string[] command)
    {
        using var directory = new TemporaryDirectory();

        var result = await GatewayProcess.CommandAsync([.. command, "--config", directory["absent.yaml"]]);

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("absent.yaml: there is no such file", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_a_command_says_how_to_start_one()
    {
        using var directory = new TemporaryDirectory();

        var result = await GatewayProcess.CommandAsync("status", "--data", directory.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no gateway answers at", result.Errors, StringComparison.Ordinal);
        Assert.Contains("edgelog run", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_can_be_written_and_checked()
    {
        using var directory = new TemporaryDirectory();
        var sample = (await GatewayProcess.CommandAsync("config", "sample")).Succeeded();
        await File.WriteAllTextAsync(directory["e.yaml"], sample.Output);

        var check = (await GatewayProcess.CommandAsync("check", "--config", directory["e.yaml"])).Succeeded();

        Assert.Contains("e.yaml: good", check.Output, StringComparison.Ordinal);
    }
}
