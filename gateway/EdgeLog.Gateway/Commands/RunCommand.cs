using System.CommandLine;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog run</c>, and <c>edgelog</c> alone: the gateway itself.</summary>
internal static class RunCommand
{
    public static void AddTo(RootCommand root)
    {
        var command = new GatewayCommand(
            "run", "Run the gateway (what edgelog alone does too)", "edgelog run --config /etc/edgelog/edgelog.yaml");
        AddTo((Command)command);
        root.Subcommands.Add(command);
        AddTo((Command)root);
    }

    private static void AddTo(Command command)
    {
        var options = new GatewayOptions();
        command.Options.Add(options.Config);
        command.Options.Add(options.Data);
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = new RunSource(
                ConfigLoader.Locate(parsed.GetValue(options.Config)), parsed.GetValue(options.Data));
            var config = source.Load();
            using var run = new GatewayRun(config, source, TimeProvider.System);
            return await run.RunAsync(cancellation);
        });
    }
}
