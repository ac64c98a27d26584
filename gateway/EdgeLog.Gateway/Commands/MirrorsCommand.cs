using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeLog.Bridge;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Status;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog mirrors</c>: status, test the way, wait until drained.</summary>
internal static class MirrorsCommand
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var command = new GatewayCommand("mirrors", "The mirrors to other clusters", "edgelog mirrors status");
        command.Aliases.Add("mirror");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Test());
        command.Subcommands.Add(Wait());
        foreach (var verb in new[] { "pause", "resume" })
        {
            var later = new GatewayCommand(verb, "Not in this version", "edgelog mirrors status") { Hidden = true };
            later.Arguments.Add(new Argument<string>("NAME"));
            later.SetAction(_ =>
            {
                Console.Error.WriteLine($"edgelog mirrors {verb}: not in this version");
                return ExitCodes.Usage;
            });
            command.Subcommands.Add(later);
        }

        return command;
    }

    private static GatewayCommand Status()
    {
        var command = new GatewayCommand("status", "State, backlog and rate of each", "edgelog mirrors status --json");
        command.Aliases.Add("list");
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var status = await client.GetAsync("/status", AdminJson.Default.StatusReport, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(status.Mirrors, AdminJson.Default.IReadOnlyListMirrorView));
                return ExitCodes.Done;
            }

            var table = new TextTable(
                "MIRROR", "TO", "STATE", "BACKLOG", "BYTES", "RATE", "MIRRORED", "DUPLICATES", "GAPS", "ERROR");
            table.Write(Console.Out, status.Mirrors.Select(Row));
            foreach (var finding in status.Mirrors.SelectMany(m => m.Findings.Select(f => $"{m.Name}: {f}")))
            {
                Console.WriteLine(finding);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(MirrorView mirror) =>
    [
        mirror.Name, mirror.To, mirror.State.ToString().ToLowerInvariant(), TextTable.Number(mirror.BacklogRecords),
        SizeText.Format(mirror.BacklogBytes), mirror.RecordsPerSecond.ToString("0.#", CultureInfo.InvariantCulture)
            + "/s",
        TextTable.Number(mirror.RecordsMirrored), TextTable.Number(mirror.DuplicatesPossible),
        TextTable.Number(mirror.GapRecords),
        mirror.LastError ?? (mirror.WaitingTopics.Count > 0 ? mirror.WaitingTopics[0].Message : "-"),
    ];

    private static GatewayCommand Test()
    {
        var command = new GatewayCommand(
            "test", "Try a mirror's way to its target step by step", "edgelog mirrors test central");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var steps = await client.GetAsync(
                $"/mirrors/{Uri.EscapeDataString(parsed.GetValue(name)!)}/test",
                AdminJson.Default.IReadOnlyListMirrorTestStep, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(steps, AdminJson.Default.IReadOnlyListMirrorTestStep));
            }
            else
            {
                new TextTable("STEP", "RESULT", "DETAIL").Write(
                    Console.Out, steps.Select(s => new[] { s.Name, s.Succeeded ? "ok" : "FAILED", s.Detail }));
            }

            return steps.All(s => s.Succeeded) ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static GatewayCommand Wait()
    {
        var command = new GatewayCommand(
            "wait", "Wait until a mirror has nothing left to send", "edgelog mirrors wait central");
        var name = Name(command);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var path = $"/mirrors/{Uri.EscapeDataString(parsed.GetValue(name)!)}/wait";
            var waiting = client.GetAsync(path, AdminJson.Default.DoneReply, cancellation);
            await ReportAsync(client, parsed.GetValue(name)!, waiting, cancellation);
            return TopicsCommand.Done(parsed, options, await waiting);
        });
        return command;
    }

    private static async Task ReportAsync(
        GatewayClient client, string name, Task waiting, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(ProgressInterval);
        while (await Task.WhenAny(waiting, timer.WaitForNextTickAsync(cancellation).AsTask()) != waiting)
        {
            var status = await client.GetAsync("/status", AdminJson.Default.StatusReport, cancellation);
            if (status.Mirrors.FirstOrDefault(m => m.Name == name) is { } mirror)
            {
                var trouble = mirror.State == MirrorState.Ok
                    ? ""
                    : $"  {mirror.State.ToString().ToLowerInvariant()}: {mirror.LastError}";
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {mirror.BacklogRecords} left, {mirror.RecordsPerSecond:0}/s{trouble}"));
            }
        }
    }

    private static Argument<string> Name(Command command)
    {
        var name = new Argument<string>("NAME") { Description = "The mirror" };
        command.Arguments.Add(name);
        return name;
    }
}
