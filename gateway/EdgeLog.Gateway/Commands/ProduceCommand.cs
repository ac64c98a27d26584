using System.Buffers;
using System.CommandLine;
using System.Threading.Channels;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Values;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog produce</c>: lines from standard input, acknowledged when they are on flash.</summary>
internal static class ProduceCommand
{
    private const int MaxBatchBytes = 1024 * 1024;
    private const int MaxQueuedLines = 10_000;

    public static Command Create()
    {
        var command = new GatewayCommand(
            "produce", "Append lines from standard input to a topic",
            "echo hello | edgelog produce demo -k greeting\nedgelog produce demo -f '%k %v' < pairs.txt");
        var topic = new Argument<string>("TOPIC");
        var key = new Option<string?>("--key", "-k") { Description = "The key of every record", HelpName = "KEY" };
        var format = new Option<string>("--format", "-f")
        {
            Description =
                "What a line is: %k key, %s or %v value, %h headers (a=b,c=d), %p partition, %T time in ms, other text "
                + "as it stands; %t and %o are read over; or json",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "%v",
        };
        command.Arguments.Add(topic);
        command.Options.Add(key);
        command.Options.Add(format);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var lines = LineFormat.Parse(parsed.GetValue(format)!, parsed.GetValue(key));
            var path = $"/topics/{Uri.EscapeDataString(parsed.GetValue(topic)!)}/records";
            return await SendAsync(client, path, lines, cancellation);
        });
        return command;
    }

    // Whatever has been read while the batch before was made durable goes as the next: low latency for a trickle,
    // large batches for a file.
    private static async Task<int> SendAsync(
        GatewayClient client, string path, LineFormat format, CancellationToken cancellation)
    {
        var lines = Channel.CreateBounded<string>(MaxQueuedLines);
        var reading = Task.Run(() => ReadLinesAsync(lines.Writer, cancellation), cancellation);
        long count = 0;
        try
        {
            while (await lines.Reader.WaitToReadAsync(cancellation))
            {
                var body = new ArrayBufferWriter<byte>();
                while (body.WrittenCount < MaxBatchBytes && lines.Reader.TryRead(out var line))
                {
                    format.Read(line).Write(body);
                }

                using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
                var reply = await client.PostAsync(path, content, AdminJson.Default.ProduceReply, cancellation);
                count += reply.Records;
            }

            await reading;
        }
        finally
        {
            await Console.Error.WriteLineAsync(CountText.Of(count, "record") + " on flash");
        }

        return ExitCodes.Done;
    }

    private static async Task ReadLinesAsync(ChannelWriter<string> lines, CancellationToken cancellation)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(cancellation) is { } line)
        {
            await lines.WriteAsync(line, cancellation);
        }

        lines.Complete();
    }
}
