using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Health;
using EdgeLog.Gateway.Status;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog status</c>: everything on one screen, or a wait until all is well.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var command = new GatewayCommand(
            "status", "What the gateway does, on one screen",
            "edgelog status\nedgelog status --wait healthy --timeout 60s");
        var wait = new Option<string?>("--wait")
        {
            Description = "Wait until it is: healthy (the log takes writes, the listeners are open)",
            HelpName = "STATE",
        };
        wait.AcceptOnlyFromAmong("healthy");
        var timeout = new Option<string>("--timeout")
        {
            Description = "How long to wait", HelpName = "DURATION", DefaultValueFactory = _ => "60s",
        };
        command.Options.Add(wait);
        command.Options.Add(timeout);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!DurationText.TryParse(parsed.GetValue(timeout)!, out var limit))
            {
                throw new CommandException($"--timeout {parsed.GetValue(timeout)}: {DurationText.Expected}")
                {
                    ExitCode = ExitCodes.Usage,
                };
            }

            using var client = options.Connect(parsed);
            var status = parsed.GetValue(wait) is null
                ? await client.GetAsync("/status", AdminJson.Default.StatusReport, cancellation)
                : await WaitAsync(client, limit, cancellation);
            Console.WriteLine(
                parsed.GetValue(options.Json)
                    ? JsonSerializer.Serialize(status, AdminJson.Default.StatusReport)
                    : StatusScreen.Render(status));
            return status.State == HealthState.Unhealthy ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    // Healthy in the sense of /health: what is merely degraded serves.
    private static async Task<StatusReport> WaitAsync(
        GatewayClient client, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        using var timer = new PeriodicTimer(PollInterval);
        var last = "nothing yet";
        try
        {
            while (true)
            {
                try
                {
                    var status = await client.GetAsync("/status", AdminJson.Default.StatusReport, deadline.Token);
                    if (status.State != HealthState.Unhealthy)
                    {
                        return status;
                    }

                    last = string.Join("; ", status.Problems);
                }
                catch (CommandException exception)
                {
                    last = exception.Message;
                }

                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException($"not healthy after {DurationText.Rough(limit)}: {last}");
        }
    }
}
