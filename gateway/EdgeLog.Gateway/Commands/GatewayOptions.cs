using System.CommandLine;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Commands;

/// <summary>The options that commands share: where the configuration, the data and the gateway are.</summary>
internal sealed class GatewayOptions
{
    /// <summary>The configuration file.</summary>
    public Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "The configuration file (default: ./edgelog.yaml, /etc/edgelog/edgelog.yaml, built in)",
        HelpName = "FILE",
    };

    /// <summary>The data directory.</summary>
    public Option<string?> Data { get; } = new("--data", "-d")
    {
        Description = "The data directory (default: as configured, or ./edgelog-data)",
        HelpName = "DIR",
    };

    /// <summary>The gateway's HTTP address.</summary>
    public Option<string?> Url { get; } = new("--url", "-u")
    {
        Description = "Talk to a gateway's HTTP port, which is read-only, such as http://10.0.0.7:8790",
        HelpName = "URL",
    };

    /// <summary>Output for programs.</summary>
    public Option<bool> Json { get; } = new("--json", "-j") { Description = "JSON, for programs" };

    /// <summary>Adds what every command that talks to a gateway takes.</summary>
    public GatewayOptions AddTo(Command command)
    {
        command.Options.Add(Config);
        command.Options.Add(Data);
        command.Options.Add(Url);
        command.Options.Add(Json);
        return this;
    }

    /// <summary>
    /// The gateway that the options name. Throws <see cref="CommandException"/> where they name a file that is not
    /// there, and <see cref="InvalidConfigException"/> where it cannot be read.
    /// </summary>
    public GatewayClient Connect(ParseResult parsed)
    {
        var config = parsed.GetValue(Config);
        if (config is not null && !File.Exists(config))
        {
            throw new CommandException($"--config {config}: there is no such file") { ExitCode = ExitCodes.Config };
        }

        return parsed.GetValue(Url) is { } url
            ? GatewayClient.ToUrl(url)
            : GatewayClient.ToDirectory(ConfigLoader.LocateData(parsed.GetValue(Data), config));
    }
}
