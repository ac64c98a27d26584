using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Pipelines;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog consume</c>: records of a topic to standard output; follows unless told where to end.</summary>
internal static class ConsumeCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "consume", "Print a topic's records; follows until -n or \":end\" ends it",
            "edgelog consume sensors -o -3 -f '%T %k %v\\n'\nedgelog consume demo -o :end -f json");
        var topic = new Argument<string>("TOPIC");
        var start = new Option<string>("--offset", "-o")
        {
            Description = "start, end, 47, +2, -3 or @TIME; with :end behind it stops at what is there now",
            HelpName = "OFFSET",
            DefaultValueFactory = _ => "start",
        };
        var count = new Option<long?>("--num", "-n") { Description = "Stop after so many records", HelpName = "COUNT" };
        var partition = new Option<int?>(
            "--partition", "-p") { Description = "One partition only", HelpName = "PARTITION" };
        var format = new Option<string>("--format", "-f")
        {
            Description =
                "%k key, %v or %s value, %o offset, %p partition, %t topic, %T time in ms, %h headers, \\n \\t; or "
                + "json",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "%v\\n",
        };
        count.Validators.Add(result => RefuseNegative(result, result.GetValueOrDefault<long?>()));
        partition.Validators.Add(result => RefuseNegative(result, result.GetValueOrDefault<int?>()));
        command.Arguments.Add(topic);
        foreach (var option in new Option[] { start, count, partition, format })
        {
            command.Options.Add(option);
        }

        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var from = parsed.GetValue(start)!;
            if (!StartOffset.TryParse(from, out _))
            {
                throw new CommandException($"-o {from}: {StartOffset.Expected}") { ExitCode = ExitCodes.Usage };
            }

            var name = parsed.GetValue(topic)!;
            var output = RecordFormat.Parse(parsed.GetValue(options.Json) ? "json" : parsed.GetValue(format)!, name);
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"/topics/{Uri.EscapeDataString(name)}/records?from={Uri.EscapeDataString(from)}"
                + $"&max={parsed.GetValue(count)}&partition={parsed.GetValue(partition)}");
            using var client = options.Connect(parsed);
            await PrintAsync(client, path, output, cancellation);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void RefuseNegative(OptionResult option, long? number)
    {
        if (number < 0)
        {
            option.AddError($"{option.IdentifierToken} {number}: write 0 or more.");
        }
    }

    private static async Task PrintAsync(
        GatewayClient client, string path, RecordFormat format, CancellationToken cancellation)
    {
        await using var output = Console.OpenStandardOutput();
        using var response = await client.StreamAsync(path, cancellation);
        var frames = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation));
        var text = new MemoryStream();
        while (true)
        {
            var read = await frames.ReadAsync(cancellation);
            var buffer = read.Buffer;
            text.SetLength(0);
            while (RecordFrame.TryRead(ref buffer, out var frame))
            {
                format.Write(frame, text);
            }

            frames.AdvanceTo(buffer.Start, buffer.End);
            await output.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), cancellation);
            await output.FlushAsync(cancellation);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
