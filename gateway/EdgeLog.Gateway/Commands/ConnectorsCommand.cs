using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Status;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog connectors</c>: list, status, pause, resume.</summary>
internal static class ConnectorsCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "connectors", "The connectors to other systems", "edgelog connectors list");
        command.Aliases.Add("connector");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Switch("pause", "Stop a connector until it is resumed, also over restarts"));
        command.Subcommands.Add(Switch("resume", "Start a paused connector again, from where it was"));
        return command;
    }

    private static GatewayCommand List()
    {
        var command = new GatewayCommand("list", "State and counts of each", "edgelog connectors list --json");
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var all = (await client.GetAsync("/status", AdminJson.Default.StatusReport, cancellation)).Connectors;
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(all, AdminJson.Default.IReadOnlyListConnectorView));
                return ExitCodes.Done;
            }

            new TextTable("CONNECTOR", "CLASS", "TYPE", "STATE", "RECORDS", "BACKLOG", "DEAD LETTERS", "GAPS", "ERROR")
                .Write(Console.Out, all.Select(c => new[]
                {
                    c.Name, c.Class, c.Type, c.State, TextTable.Number(c.Records),
                    c.Type == "sink" ? TextTable.Number(c.BacklogRecords) : "-", TextTable.Number(c.DeadLetters),
                    c.Type == "sink" ? TextTable.Number(c.GapRecords) : "-", c.Error ?? "-",
                }));
            return ExitCodes.Done;
        });
        return command;
    }

    private static GatewayCommand Status()
    {
        var command = new GatewayCommand(
            "status", "What one connector does; exit code 1 where it has failed",
            "edgelog connectors status old-broker");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var connector = await client.GetAsync(
                PathOf(parsed.GetValue(name)!), AdminJson.Default.ConnectorView, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(connector, AdminJson.Default.ConnectorView));
            }
            else
            {
                Print(connector);
            }

            return connector.State == "FAILED" ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static GatewayCommand Switch(string verb, string description)
    {
        var command = new GatewayCommand(verb, description, $"edgelog connectors {verb} old-broker");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            using var nothing = new ByteArrayContent([]);
            var reply = await client.PostAsync(
                $"{PathOf(parsed.GetValue(name)!)}/{verb}", nothing, AdminJson.Default.DoneReply, cancellation);
            return TopicsCommand.Done(parsed, options, reply);
        });
        return command;
    }

    private static void Print(ConnectorView connector)
    {
        Console.WriteLine($"name          {connector.Name}");
        Console.WriteLine($"class         {connector.Class} ({connector.Type})");
        Console.WriteLine($"state         {connector.State}");
        if (connector.Error is not null)
        {
            var retry = connector.RetryInSeconds is { } seconds
                ? $"; again in {DurationText.Rough(TimeSpan.FromSeconds(seconds))}"
                : "";
            Console.WriteLine($"error         {connector.Error.TrimEnd('.')}{retry}");
        }

        Console.WriteLine($"records       {connector.Records}");
        Console.WriteLine($"dead letters  {connector.DeadLetters}");
        Console.WriteLine($"dropped       {connector.Dropped}");
        if (connector.Type == "sink")
        {
            Console.WriteLine($"backlog       {connector.BacklogRecords}");
            Console.WriteLine($"gaps          {connector.GapRecords}");
        }
    }

    private static string PathOf(string name) => $"/connectors/{Uri.EscapeDataString(name)}";

    private static Argument<string> Name(Command command)
    {
        var name = new Argument<string>("NAME") { Description = "The connector" };
        command.Arguments.Add(name);
        return name;
    }
}
