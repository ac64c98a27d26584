using System.CommandLine;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Values;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog check</c>: the plan of a configuration, or everything wrong with it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "check", "Check the configuration and show what it means", "edgelog check --config edgelog.yaml --diff");
        var options = new GatewayOptions();
        var diff = new Option<bool>("--diff") { Description = "What it would change in the running gateway" };
        command.Options.Add(options.Config);
        command.Options.Add(options.Data);
        command.Options.Add(diff);
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = ConfigLoader.Locate(parsed.GetValue(options.Config));
            var config = ConfigLoader.Load(file, parsed.GetValue(options.Data));
            foreach (var warning in config.Warnings)
            {
                await Console.Error.WriteLineAsync($"warning: {warning}");
            }

            if (!parsed.GetValue(diff))
            {
                Print(config);
                return ExitCodes.Done;
            }

            using var client = GatewayClient.ToDirectory(config.Data.Directory);
            var plan = await client.PostAsync(
                "/config/plan", new PlanRequest(file), AdminJson.Default.PlanRequest, AdminJson.Default.PlanReply,
                cancellation);
            ReloadCommand.Print(plan);
            return plan.Refused ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static void Print(GatewayConfig config)
    {
        Console.WriteLine($"{config.File ?? "built-in defaults"}: good");
        Console.WriteLine($"gateway   {config.Name}");
        Console.WriteLine($"data      {config.Data.Directory}");
        foreach (var listener in config.Listeners)
        {
            Console.WriteLine(
                $"listener  {listener.Name}: {listener.Protocol.ToString().ToLowerInvariant()} on {listener.Address}");
        }

        foreach (var topic in config.Topics.Declared)
        {
            var settings = string.Concat(topic.Settings.Select(s => $"  {s.Key}={s.Value}"));
            var partitions = CountText.Of(topic.Partitions ?? config.Topics.DefaultPartitions, "partition");
            Console.WriteLine($"topic     {topic.Name}: {partitions}{settings}");
        }

        foreach (var route in config.Routes)
        {
            var where = !route.Store
                ? "live only"
                : $"topic {route.Topic ?? "mqtt"}, key {route.Key ?? "the MQTT topic"}";
            Console.WriteLine($"route     {route.Filter} → {where}");
        }

        Console.WriteLine("route     everything else → topic mqtt, key the MQTT topic");
        foreach (var device in config.Devices)
        {
            Console.WriteLine(
                $"device    {device.Name}: {device.Driver} every {DurationText.Format(device.Interval)} → topic "
                + $"{device.Topic}");
        }

        foreach (var mirror in config.Mirrors)
        {
            Console.WriteLine($"mirror    {mirror.Name}: {string.Join(", ", mirror.Topics)} → {mirror.To}");
        }

        foreach (var connector in config.Connectors)
        {
            Console.WriteLine(
                $"connector {connector.Name}: {connector.ClassName}, {connector.Properties["address"]}");
        }
    }
}
