using System.Text;
using EdgeLog.Gateway.Logging;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Gateway.Tests.Logging;

public class ConsoleLogTests
{
    [Fact]
    public void A_terminal_sees_time_level_part_and_message_on_one_line()
    {
        var line = Assert.Single(
            Written(LogFormat.Terminal, "EdgeLog.Bridge.Mirror", LogLevel.Warning, "down\n  retry  soon"));

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} WARN  bridge: down \| retry  soon$", line);
    }

    [Theory]
    [InlineData(LogLevel.Critical, "<2>gateway: x")]
    [InlineData(LogLevel.Error, "<3>gateway: x")]
    [InlineData(LogLevel.Information, "<6>gateway: x")]
    public void The_journal_gets_a_priority_and_no_time(LogLevel level, string expected) =>
        Assert.Equal(
            expected, Assert.Single(Written(LogFormat.Journal, "EdgeLog.Gateway.Hosting.GatewayRun", level, "x")));

    [Fact]
    public void What_is_below_the_level_and_the_frameworks_chatter_are_left_out()
    {
        Assert.Empty(Written(LogFormat.Journal, "EdgeLog.Mqtt.MqttServer", LogLevel.Debug, "x"));
        Assert.Empty(Written(LogFormat.Journal, "Microsoft.AspNetCore.Server.Kestrel", LogLevel.Information, "x"));
    }

    private static string[] Written(LogFormat format, string category, LogLevel level, string message)
    {
        using var output = new MemoryStream();
        using (var log = new ConsoleLog(output, format, LogLevel.Information, new FakeTime()))
        {
            log.CreateLogger(category).Log(level, new EventId(1), message, null, (text, _) => text);
        }

        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
