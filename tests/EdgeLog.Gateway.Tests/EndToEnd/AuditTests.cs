using System.Globalization;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;
using Xunit;
using Xunit.Abstractions;

namespace EdgeLog.Gateway.Tests.EndToEnd;

/// <summary>
/// The promise as a whole: devices publish while the central Kafka goes away twice and the gateway is killed three
/// times; afterwards each acknowledged message is accounted for. <c>tests/audit</c> runs it at full length.
/// </summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    private const int Devices = 20;
    private const int Partitions = 4;

    private static readonly int Messages = Setting("EDGELOG_AUDIT_MESSAGES", 20_000);
    private static readonly int MessagesPerSecond = Setting("EDGELOG_AUDIT_RATE", 2_000);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(Setting("EDGELOG_AUDIT_OUTAGE_SECONDS", 3));

    [PeerFact("edgelog", "kafka", "kcat")]
    public async Task Nothing_acknowledged_is_lost_through_kills_and_outages()
    {
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(1);
        await using var gateway = new PublishedGateway($$"""
            topics:
              audit:
                partitions: {{Partitions}}
            mqtt:
              routes:
                - filter: 'audit/{device}'
                  topic: audit
                  key: '{device}'
            clusters:
              central:
                bootstrap.servers: {{kafka.BootstrapServers}}
            mirrors:
              - to: central
                topics: [audit]
            """);
        await gateway.StartAsync();
        using var directory = new TemporaryDirectory();
        var trail = new AuditTrail(directory["acked"]);

        await using RunningProgram devices = StartDevices(gateway.MqttPort, directory["acked"]);
        await ReachedAsync(trail, devices, 0.10);
        await gateway.KillAndRestartAsync();
        await ReachedAsync(trail, devices, 0.20);
        await OutageAsync(kafka);
        await ReachedAsync(trail, devices, 0.50);
        await gateway.KillAndRestartAsync();
        await ReachedAsync(trail, devices, 0.60);
        await OutageAsync(kafka, gateway.KillAndRestartAsync);
        output.WriteLine((await devices.WaitForExitAsync()).Succeeded().Output);
        (await gateway.CommandAsync("mirrors", "wait", "central")).Succeeded();

        AssertAccountedFor(trail, await Delivery.ReadAsync($"127.0.0.1:{gateway.KafkaPort}", "audit", Partitions));
        AssertMirrored(trail, await Delivery.ReadAsync(kafka.BootstrapServers, "audit.audit", Partitions));
    }

    private static RunningProgram StartDevices(int port, string ackedFile) => RunningProgram.Start(
        Peer.Simulator, "--port", $"{port}", "--clients", $"{Devices}", "--messages", $"{Messages}",
        "--rate", $"{MessagesPerSecond}", "--topic", "audit/{client}", "--sequence", "--resume", "--acked", ackedFile);

    private static async Task OutageAsync(KafkaCluster kafka, Func<Task>? meanwhile = null)
    {
        await kafka.StopAsync();
        using var outage = new PeriodicTimer(Outage);
        Task over = outage.WaitForNextTickAsync().AsTask();
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        await over;
        await kafka.ResumeAsync();
    }

    private static async Task ReachedAsync(AuditTrail trail, RunningProgram devices, double share)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (trail.AcknowledgedSoFar < Messages * share)
        {
            Assert.False(devices.HasExited, $"the devices gave up\n{devices.Output}\n{devices.Errors}");
            await poll.WaitForNextTickAsync(deadline.Token);
        }
    }

    private void AssertAccountedFor(AuditTrail trail, Delivery local)
    {
        HashSet<(int, long)> sentAgain = [.. trail.SentAgain()];
        for (int device = 0; device < Devices; device++)
        {
            int of = device;
            Assert.True(local.IsInOrderWithoutRepeats(of), $"device {of} is out of order in the local log");
            Assert.All(local.RepeatedOf(of), sequence => Assert.Contains((of, sequence), sentAgain));
        }

        AssertHolds(local, trail, "the local log");
        output.WriteLine($"local log: {local.Repeats} repeats, each sent again by its device");
    }

    private void AssertMirrored(AuditTrail trail, Delivery central)
    {
        for (int device = 0; device < Devices; device++)
        {
            bool isInOrder = central.IsInOrderWithoutRepeats(device);
            Assert.True(isInOrder, $"device {device} is out of order in the central Kafka");
        }

        AssertHolds(central, trail, "the central Kafka");
        output.WriteLine($"central Kafka: {central.Repeats} repeats");
    }

    private static void AssertHolds(Delivery delivery, AuditTrail trail, string where)
    {
        HashSet<(int, long)> there =
        [
            .. Enumerable.Range(0, Devices)
                .SelectMany(device => delivery.Of(device).Select(number => (device, number))),
        ];
        List<(int, long)> missing = [.. trail.Acknowledged().Where(message => !there.Contains(message))];
        Assert.True(missing.Count == 0, $"{missing.Count} acknowledged are not in {where}: {missing.FirstOrDefault()}");
        Assert.Equal(Messages, trail.Acknowledged().Count);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
