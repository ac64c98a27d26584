using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeLog.Gateway.Commands;

/// <summary>Prints the usual help and then the command's example.</summary>
internal sealed class ExampleHelp(HelpAction usual, string rootExample) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var example = parseResult.CommandResult.Command is GatewayCommand command ? command.Example : rootExample;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Example:");
        foreach (var line in example.Split('\n'))
        {
            output.WriteLine("  " + line);
        }

        return result;
    }
}
