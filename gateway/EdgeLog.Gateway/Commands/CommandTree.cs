using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Commands;

/// <summary>The command line: all commands, and what becomes of their failures.</summary>
internal static class CommandTree
{
    private const string Example =
        "edgelog                 start with the defaults\nedgelog status          see what it does";

    private static readonly string[] Later =
        ["bundle", "log-level"];

    /// <summary>Runs the command that <paramref name="arguments"/> say; the result is the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length > 0 && Later.Contains(arguments[0]))
        {
            await Console.Error.WriteLineAsync($"edgelog {arguments[0]}: not in this version");
            return ExitCodes.Usage;
        }

        // An argument that begins with @ is a time or a key, never a file of arguments.
        var parsed = Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not ExampleHelp)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"Try: {HelpFor(parsed)}");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            });
        }
        catch (CommandException exception)
        {
            await Console.Error.WriteLineAsync($"edgelog: {exception.Message}");
            return exception.ExitCode;
        }
        catch (InvalidConfigException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Config;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand(
            "EdgeLog: sensors and MQTT devices into a durable local log that speaks Kafka, and on to Kafka clusters.");
        RunCommand.AddTo(root);
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());
        root.Subcommands.Add(StatusCommand.Create());
        root.Subcommands.Add(TopicsCommand.Create());
        root.Subcommands.Add(ProduceCommand.Create());
        root.Subcommands.Add(ConsumeCommand.Create());
        root.Subcommands.Add(RoutesCommand.Create());
        root.Subcommands.Add(DevicesCommand.Create());
        root.Subcommands.Add(MirrorsCommand.Create());
        root.Subcommands.Add(ConnectorsCommand.Create());
        root.Subcommands.Add(UsersCommand.Create());
        root.Subcommands.Add(GapsCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(RepairCommand.Create());
        root.Subcommands.Add(ReloadCommand.Create());
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction usual } help)
        {
            help.Action = new ExampleHelp(usual, Example);
        }

        return root;
    }

    private static string HelpFor(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "edgelog" : result.Command.Name);
        }

        return string.Join(' ', names) + " --help";
    }
}
