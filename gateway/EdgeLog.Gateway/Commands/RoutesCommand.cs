using System.CommandLine;
using System.Text;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;

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
        var topic = new Argument<string>("MQTT-TOPIC");
        var payload = new Argument<string>("PAYLOAD") { DefaultValueFactory = _ => string.Empty };
        command.Arguments.Add(topic);
        command.Arguments.Add(payload);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var request = new RouteTestRequest(
                parsed.GetValue(topic)!, Encoding.UTF8.GetBytes(parsed.GetValue(payload)!));
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
        }
    }

    private static string Text(byte[]? bytes) => bytes is null ? "(none)" : Encoding.UTF8.GetString(bytes);
}
