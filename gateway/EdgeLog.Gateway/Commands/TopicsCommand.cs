using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Values;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog topics</c>: list, describe, create, alter, delete.</summary>
internal static class TopicsCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "topics", "List, describe, create, alter and delete topics", "edgelog topics list");
        command.Aliases.Add("topic");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Describe());
        command.Subcommands.Add(
            Change("create", "Create a topic",
            "edgelog topics create plant.press --partitions 4 --set retention.ms=30d"));
        command.Subcommands.Add(
            Change("alter", "Change a topic that the configuration does not declare",
            "edgelog topics alter plant.press --set retention.ms=7d"));
        command.Subcommands.Add(Delete());
        return command;
    }

    private static GatewayCommand List()
    {
        var command = new GatewayCommand("list", "All topics", "edgelog topics list --json");
        command.Aliases.Add("ls");
        var options = new GatewayOptions().AddTo(command);
        var internals = new Option<bool>("--all", "-a") { Description = "The gateway's own topics too" };
        command.Options.Add(internals);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var topics = await client.GetAsync("/topics", AdminJson.Default.IReadOnlyListTopicView, cancellation);
            var shown = parsed.GetValue(internals) ? topics : [.. topics.Where(t => !t.Internal)];
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(shown, AdminJson.Default.IReadOnlyListTopicView));
                return ExitCodes.Done;
            }

            new TextTable("TOPIC", "PARTITIONS", "RECORDS", "SIZE", "DECLARED").Write(
                Console.Out,
                shown.Select(t => new[]
                {
                    t.Name, TextTable.Number(t.Partitions.Count), TextTable.Number(t.Records),
                    SizeText.Format(t.SizeBytes),
                    t.Declared ?? "-",
                }));
            return ExitCodes.Done;
        });
        return command;
    }

    private static GatewayCommand Describe()
    {
        var command = new GatewayCommand(
            "describe", "One topic: partitions, offsets, settings", "edgelog topics describe sensors");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var topic = await client.GetAsync(
                PathOf(parsed.GetValue(name)!), AdminJson.Default.TopicView, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(topic, AdminJson.Default.TopicView));
                return ExitCodes.Done;
            }

            Console.WriteLine($"{topic.Name}  id {topic.Id}  declared {topic.Declared ?? "nowhere"}");
            new TextTable("PARTITION", "START", "END", "SIZE", "EPOCH").Write(
                Console.Out,
                topic.Partitions.Select(p => new[]
                {
                    TextTable.Number(p.Partition), TextTable.Number(p.LogStartOffset),
                    TextTable.Number(p.HighWatermark),
                    SizeText.Format(p.SizeBytes), TextTable.Number(p.LeaderEpoch),
                }));
            foreach (var (key, value) in topic.Settings ?? new Dictionary<string, string>())
            {
                Console.WriteLine($"  {key} = {value}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static GatewayCommand Change(string verb, string description, string example)
    {
        var command = new GatewayCommand(verb, description, example);
        var name = Name(command);
        var partitions = new Option<int?>(
            "--partitions", "-p") { Description = "How many partitions", HelpName = "COUNT" };
        var settings = new Option<string[]>("--set", "-s")
        {
            Description = "A setting under Kafka's name; an empty value resets it", HelpName = "NAME=VALUE",
        };
        command.Options.Add(partitions);
        command.Options.Add(settings);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var change = new TopicChange
            {
                Partitions = parsed.GetValue(partitions), Settings = Settings(parsed.GetValue(settings) ?? []),
            };
            using var client = options.Connect(parsed);
            var reply = await client.PostAsync(
                $"{PathOf(parsed.GetValue(name)!)}/{verb}", change, AdminJson.Default.TopicChange,
                AdminJson.Default.DoneReply,
                cancellation);
            return Done(parsed, options, reply);
        });
        return command;
    }

    private static GatewayCommand Delete()
    {
        var command = new GatewayCommand("delete", "Delete a topic and its data", "edgelog topics delete plant.press");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var reply = await client.DeleteAsync(
                PathOf(parsed.GetValue(name)!), AdminJson.Default.DoneReply, cancellation);
            return Done(parsed, options, reply);
        });
        return command;
    }

    /// <summary>Prints what was done.</summary>
    internal static int Done(ParseResult parsed, GatewayOptions options, DoneReply reply)
    {
        if (parsed.GetValue(options.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(reply, AdminJson.Default.DoneReply));
            return ExitCodes.Done;
        }

        foreach (var line in reply.Done)
        {
            Console.WriteLine(line);
        }

        return ExitCodes.Done;
    }

    private static Argument<string> Name(Command command)
    {
        var name = new Argument<string>("NAME") { Description = "The topic" };
        command.Arguments.Add(name);
        return name;
    }

    private static string PathOf(string topic) => "/topics/" + Uri.EscapeDataString(topic);

    private static Dictionary<string, string?> Settings(string[] texts)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new CommandException($"--set {text}: write NAME=VALUE") { ExitCode = ExitCodes.Usage };
            }

            var (key, value) = (text[..equals], text[(equals + 1)..]);
            settings[key] = value.Length == 0 ? null : KafkaNumber.Normalize(key, value);
        }

        return settings;
    }
}
