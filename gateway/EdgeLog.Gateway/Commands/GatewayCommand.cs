using System.CommandLine;

namespace EdgeLog.Gateway.Commands;

/// <summary>A command whose help ends with an example.</summary>
internal sealed class GatewayCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>One or more lines to try.</summary>
    public string Example { get; } = example;
}
