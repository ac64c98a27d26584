using System.CommandLine;
using System.Text;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog routes test</c>: what would become of an MQTT message.</summary>
internal static class RoutesCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "routes", "Try the routes from MQTT to the log", "edgelog routes test plant/press/temperature 21.5");
        command.Aliases.Add("route");
        command.Subcommands.Add(Test());
        return command;
    }

    private static GatewayCommand Test()
    {
        var command = new GatewayCommand(
            "test", "Topic, key, headers and value after the transforms; nothing is stored",
            "edgelog routes test plant/press/temperature '{\"value\":21.5}'");
        var topic = new Argument<string>("MQTT-TOPIC") { Description = "With --backwards: the log topic" };
        var payload = new Argument<string?>("PAYLOAD")
        {
            Description = "With --backwards: the key", DefaultValueFactory = _ => null,
        };
        var backwards = new Option<bool>("--backwards", "-b")
        {
            Description = "The MQTT topic of what a Kafka client produces under that topic and key",
        };
        var header = new Option<string[]>("--header")
        {
            Description = "With --backwards: a header of the record", HelpName = "NAME=VALUE",
        };
        command.Arguments.Add(topic);
        command.Arguments.Add(payload);
        command.Options.Add(backwards);
        command.Options.Add(header);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            if (parsed.GetValue(backwards))
            {
                var record = new BackwardTestRequest(
                    parsed.GetValue(topic)!, parsed.GetValue(payload), Headers(parsed.GetValue(header) ?? []));
                var found = await client.PostAsync(
                    "/routes/test/backwards", record, AdminJson.Default.BackwardTestRequest,
                    AdminJson.Default.BackwardTestReply, cancellation);
                Print(found, parsed.GetValue(options.Json));
                return ExitCodes.Done;
            }

            var request = new RouteTestRequest(
                parsed.GetValue(topic)!, Encoding.UTF8.GetBytes(parsed.GetValue(payload) ?? string.Empty));
            var test = await client.PostAsync(
                "/routes/test", request, AdminJson.Default.RouteTestRequest, AdminJson.Default.RouteTestReply,
                cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(test, AdminJson.Default.RouteTestReply));
                return ExitCodes.Done;
            }

            Print(test);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Dictionary<string, string> Headers(IEnumerable<string> texts)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            headers[equals < 0 ? text : text[..equals]] = equals < 0 ? string.Empty : text[(equals + 1)..];
        }

        return headers;
    }

    private static void Print(BackwardTestReply found, bool isJson)
    {
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(found, AdminJson.Default.BackwardTestReply));
            return;
        }

        Console.WriteLine($"route    {found.Filter ?? (found.MqttTopic is null ? "none" : "the default")}");
        Console.WriteLine(
            $"mqtt     {found.MqttTopic ?? "none: subscribers get it only with the header mqtt.topic"}");
    }

    private static void Print(RouteTestReply test)
    {
        Console.WriteLine($"route    {test.Filter ?? "none matches: the default"}");
        Console.WriteLine($"outcome  {JsonNamingPolicy.KebabCaseLower.ConvertName(test.Outcome.ToString())}");
        if (test.Message is not null)
        {
            Console.WriteLine($"because  {test.Message}");
        }

        if (test.Topic.Length > 0)
        {
            Console.WriteLine($"topic    {test.Topic}");
            Console.WriteLine($"key      {Text(test.Key)}");
            foreach (var header in test.Headers)
            {
                Console.WriteLine($"header   {header.Name} = {Text(header.Value)}");
            }

            Console.WriteLine($"value    {Text(test.Value)}");
            if (test.Outcome == RouteTestOutcome.Stored)
            {
                Console.WriteLine($"back     {test.Backwards ?? "only by the header mqtt.topic"}");
            }
        }
    }

    private static string Text(byte[]? bytes) => bytes is null ? "(none)" : Encoding.UTF8.GetString(bytes);
}
