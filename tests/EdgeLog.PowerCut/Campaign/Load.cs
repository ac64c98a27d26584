using System.Net.Sockets;

namespace EdgeLog.PowerCut;

/// <summary>
/// All clients and a reader in one life of the gateway, until the power goes. One whose connection breaks before that
/// connects again, as devices do; one that is refused ends the load.
/// </summary>
internal sealed class Load(
    VirtualMachine machine, LoadPlan plan, IReadOnlyDictionary<int, StreamLedger> ledgers, Judge judge)
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly List<string> _broken = [];

    /// <summary>Loads the gateway, takes the power away at the time, and says how it went.</summary>
    public async Task<string> RunAsync(double rateFactor, TimeSpan until, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> running =
        [
            .. ledgers.Values.Select(ledger => KeepRunningAsync(
                $"stream {ledger.Plan.Id}", cancellation => SendAsync(ledger, rateFactor, cancellation), ending.Token)),
            KeepRunningAsync("the reader", FollowAsync, ending.Token),
        ];
        Task<bool> ended = machine.WaitForAsync(VirtualMachine.EndedLine, Timeout.InfiniteTimeSpan);
        await Task.WhenAny([.. running, ended, Task.Delay(until, CancellationToken.None)]);
        if (ended.IsCompleted)
        {
            judge.Report(FindingKind.Failed, 1, "the gateway, or the machine under it, ended by itself");
        }

        foreach (Task refused in running.Where(task => task.IsFaulted))
        {
            judge.Report(FindingKind.Failed, 1, refused.Exception!.InnerException!.Message);
        }

        string report;
        lock (_lock)
        {
            report = string.Join(", ", _broken.Prepend($"cpu {machine.Cpu.TotalSeconds:0.0} s"));
        }

        await machine.KillAsync();
        await ending.CancelAsync();
        await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);
        return report;
    }

    private async Task KeepRunningAsync(
        string name, Func<CancellationToken, Task> connectAndRun, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await connectAndRun(cancellation);
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                lock (_lock)
                {
                    _broken.Add($"{name}: {failure.Message} ({failure.InnerException?.Message})");
                }

                await Task.Delay(ReconnectAfter, cancellation);
            }
        }
    }

    private async Task SendAsync(StreamLedger ledger, double rateFactor, CancellationToken cancellation)
    {
        double rate = ledger.Plan.MessagesPerSecond * rateFactor;
        if (ledger.Plan.Protocol == StreamProtocol.Mqtt)
        {
            await new MqttDevice(ledger, machine.MqttEndPoint, rate).RunAsync(cancellation);
            return;
        }

        using var sender = new KafkaSender(ledger, machine.KafkaEndPoint, rate);
        await sender.RunAsync(cancellation);
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        await using KafkaConnection connection = await KafkaConnection.OpenAsync(machine.KafkaEndPoint, cancellation);
        await new LogReader(connection, plan).FollowAsync(judge, cancellation);
    }
}
