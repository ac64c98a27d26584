using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog config</c>: effective values with their origin, or the commented sample.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "config", "Show the configuration, or a sample of it", "edgelog config sample > edgelog.yaml");
        command.Subcommands.Add(Show());
        var sample = new GatewayCommand("sample", "The commented sample", "edgelog config sample > edgelog.yaml");
        sample.SetAction(_ => Console.Out.Write(ConfigLoader.Sample));
        command.Subcommands.Add(sample);
        return command;
    }

    private static GatewayCommand Show()
    {
        var command = new GatewayCommand(
            "show", "Effective values and where each comes from, secrets hidden",
            "edgelog config show --config edgelog.yaml");
        var options = new GatewayOptions();
        command.Options.Add(options.Config);
        command.Options.Add(options.Data);
        command.Options.Add(options.Json);
        command.SetAction(parsed =>
        {
            var config = ConfigLoader.Load(
                ConfigLoader.Locate(parsed.GetValue(options.Config)), parsed.GetValue(options.Data));
            var views = ConfigApi.Views(config);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(views, AdminJson.Default.IReadOnlyListSettingView));
                return ExitCodes.Done;
            }

            new TextTable("SETTING", "VALUE", "ORIGIN").Write(
                Console.Out, views.Select(v => new[] { v.Path, v.Value, v.Origin }));
            return ExitCodes.Done;
        });
        return command;
    }
}
