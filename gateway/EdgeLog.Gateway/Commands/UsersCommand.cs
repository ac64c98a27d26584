using System.CommandLine;
using System.Text;
using EdgeLog.Gateway.Client;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog users</c>: makes the hash that stands in the configuration in place of a password.</summary>
internal static class UsersCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand("users", "Users of MQTT and Kafka", "edgelog users hash plc-7");
        command.Aliases.Add("user");
        command.Subcommands.Add(Hash());
        return command;
    }

    private static GatewayCommand Hash()
    {
        var command = new GatewayCommand(
            "hash", "Read a password from the terminal or a pipe; print the entry of users to paste",
            "edgelog users hash plc-7\necho -n 'open sesame' | edgelog users hash plc-7");
        var name = new Argument<string>("NAME") { Description = "The user's name" };
        var iterations = new Option<int>("--iterations")
        {
            Description = "Rounds of hashing",
            HelpName = "N",
            DefaultValueFactory = _ => ScramVerifier.DefaultIterations,
        };
        command.Arguments.Add(name);
        command.Options.Add(iterations);
        command.SetAction(parsed =>
        {
            var rounds = parsed.GetValue(iterations);
            if (rounds is < ScramVerifier.IterationsMin or > ScramVerifier.IterationsMax)
            {
                throw new CommandException(
                    $"--iterations: from {ScramVerifier.IterationsMin} to {ScramVerifier.IterationsMax}.");
            }

            var password = Encoding.UTF8.GetBytes(ReadPassword());
            if (password.Length == 0)
            {
                throw new CommandException("the password is empty.");
            }

            Console.WriteLine($"  - name: {parsed.GetValue(name)}");
            Console.WriteLine(
                $"    password: '{ScramVerifier.Create(ScramMechanism.Sha256, password, rounds)} "
                    + $"{ScramVerifier.Create(ScramMechanism.Sha512, password, rounds)}'");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? string.Empty;
        }

        Console.Error.Write("Password: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
