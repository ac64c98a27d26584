using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog reload</c>: all of a changed configuration, or none.</summary>
internal static class ReloadCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "reload", "Make the running gateway read its configuration again", "edgelog reload");
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            using var nothing = new ByteArrayContent([]);
            var plan = await client.PostAsync("/config/reload", nothing, AdminJson.Default.PlanReply, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(plan, AdminJson.Default.PlanReply));
            }
            else
            {
                Print(plan);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Prints a plan.</summary>
    internal static void Print(PlanReply plan)
    {
        foreach (var line in plan.Lines)
        {
            Console.WriteLine(line);
        }

        if (plan.NeedRestart.Count > 0)
        {
            Console.WriteLine(
                $"{plan.NeedRestart.Count} of these wait for a restart: {string.Join(", ", plan.NeedRestart)}");
        }
    }
}
