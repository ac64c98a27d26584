using System.CommandLine;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog repair</c>: mends a data directory that nobody has open; says first what it would do.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "repair", "Mend the data directory of a stopped gateway; says first what it would do",
            "edgelog repair --data /var/lib/edgelog\nedgelog repair --data /var/lib/edgelog --apply");
        var data = new Option<string?>("--data", "-d")
        {
            Description = "The data directory (default: as configured, or ./edgelog-data)", HelpName = "DIR",
        };
        var apply = new Option<bool>("--apply") { Description = "Do it" };
        command.Options.Add(data);
        command.Options.Add(apply);
        command.SetAction(async (parsed, cancellation) =>
        {
            var directory = ConfigLoader.LocateData(parsed.GetValue(data), null);
            var mode = parsed.GetValue(apply) ? RepairMode.Apply : RepairMode.Report;
            try
            {
                Print(mode, directory, await LogRepair.RunAsync(
                    directory, mode, NullLoggerFactory.Instance, cancellation));
            }
            catch (StorageException exception)
            {
                throw new CommandException(exception.Message);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(RepairMode mode, string directory, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine((mode, lines.Count) switch
        {
            (RepairMode.Report, 0) => $"{directory}: nothing to mend",
            (RepairMode.Report, _) => "Nothing was changed. To do it: the same with --apply",
            (_, 0) => $"{directory}: every byte was read; there was nothing to mend",
            _ => $"{directory}: mended; what is lost is declared: edgelog gaps",
        });
    }
}
