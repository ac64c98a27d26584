using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog gaps</c>: what is missing and why, and the proof that nothing else is.</summary>
internal static class GapsCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "gaps", "What is missing and why; received = stored + declared, per topic",
            "edgelog gaps\nedgelog gaps plant.press --json");
        command.Aliases.Add("gap");
        var topic = new Argument<string?>("TOPIC")
        {
            Description = "One topic; default: all but the gateway's own", Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all", "-a")
        {
            Description = "List also what went without loss: mirrored, or past its retention",
        };
        command.Arguments.Add(topic);
        command.Options.Add(all);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var path = parsed.GetValue(topic) is { } name ? $"/gaps/{Uri.EscapeDataString(name)}" : "/gaps";
            var reply = await client.GetAsync(path, AdminJson.Default.GapsReply, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(reply, AdminJson.Default.GapsReply));
            }
            else
            {
                Print(reply, [.. reply.Gaps.Where(gap => gap.Loss || parsed.GetValue(all))]);
            }

            return reply.Proven ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(GapsReply reply, IReadOnlyList<GapView> gaps)
    {
        if (gaps.Count > 0)
        {
            new TextTable("TOPIC", "PARTITION", "FIRST", "LAST", "COUNT", "REASON", "MIRRORS", "TIME")
                .Write(Console.Out, gaps.Select(Row));
            Console.WriteLine();
        }

        new TextTable("TOPIC", "RECEIVED", "STORED", "LOST", "REMOVED", "COMPACTED", "UNEXPLAINED")
            .Write(Console.Out, reply.Topics.Select(Row));
        foreach (var range in reply.Topics.SelectMany(account => account.UnexplainedRanges))
        {
            Console.WriteLine($"neither stored nor declared: {range}");
        }

        Console.WriteLine(
            reply.Proven
                ? "received = stored + lost + removed + compacted, for each topic"
                : "NOT EQUAL: something is missing that nobody declared. Keep the directory and tell us: edgelog gaps "
                    + "--json");
    }

    private static string[] Row(GapView gap) =>
    [
        gap.Topic, Optional(gap.Partition), Optional(gap.First), Optional(gap.Last), TextTable.Number(gap.Count),
        gap.Reason.ToString().ToLowerInvariant(), gap.Mirrors.Count == 0 ? "-" : string.Join(',', gap.Mirrors),
        gap.Time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    ];

    private static string[] Row(TopicAccount account) =>
    [
        account.Topic, TextTable.Number(account.Received), TextTable.Number(account.Stored),
        TextTable.Number(account.Lost), TextTable.Number(account.Removed), TextTable.Number(account.Compacted),
        TextTable.Number(account.Unexplained),
    ];

    private static string Optional(long? number) => number is { } known ? TextTable.Number(known) : "-";
}
