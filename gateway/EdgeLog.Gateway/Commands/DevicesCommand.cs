using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog devices</c>: list, and read one now.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand("devices", "The sensors, and what they read now", "edgelog devices read host");
        command.Aliases.Add("device");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Read());
        return command;
    }

    private static GatewayCommand List()
    {
        var command = new GatewayCommand("list", "All devices", "edgelog devices list --json");
        command.Aliases.Add("ls");
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var status = await client.GetAsync("/status", AdminJson.Default.StatusReport, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(status.Devices, AdminJson.Default.IReadOnlyListDeviceView));
                return ExitCodes.Done;
            }

            new TextTable("DEVICE", "DRIVER", "TOPIC", "SENSORS", "BAD", "RECORDS", "STATE").Write(
                Console.Out,
                status.Devices.Select(d => new[]
                {
                    d.Name, d.Driver, d.Topic, TextTable.Number(d.SensorsOk + d.SensorsBad),
                    TextTable.Number(d.SensorsBad),
                    TextTable.Number(d.Records), d.Error ?? "ok",
                }));
            return ExitCodes.Done;
        });
        return command;
    }

    private static GatewayCommand Read()
    {
        var command = new GatewayCommand(
            "read", "Read a device now, beside its schedule; nothing is stored", "edgelog devices read host");
        var name = new Argument<string>("NAME");
        command.Arguments.Add(name);
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var readings = await client.GetAsync(
                $"/devices/{Uri.EscapeDataString(parsed.GetValue(name)!)}/read",
                AdminJson.Default.IReadOnlyListReadingView,
                cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(readings, AdminJson.Default.IReadOnlyListReadingView));
                return ExitCodes.Done;
            }

            new TextTable("SENSOR", "VALUE", "UNIT", "QUALITY").Write(
                Console.Out,
                readings.Select(r => new[]
                {
                    r.Name, r.Value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-", r.Unit,
                    r.Error is null ? "good" : $"bad: {r.Error}",
                }));
            return ExitCodes.Done;
        });
        return command;
    }
}
