using EdgeLog.Testing;
using EdgeLog.Testing.Peers;
using Xunit;

namespace EdgeLog.Gateway.Tests.EndToEnd;

/// <summary>
/// QoS 2 and stored sessions through SIGKILL at random moments, five times; <c>tests/mqttkill</c> does it 500 times.
/// </summary>
public sealed class MqttKillTests
{
    [PeerFact("edgelog")]
    public async Task No_message_of_QoS_2_is_lost_or_repeated_through_kills()
    {
        using var directory = new TemporaryDirectory();
        ProgramResult result = await RunningProgram.RunAsync(
            "",
            Peer.Python,
            Path.Combine(Peer.RepositoryRoot, "tests", "mqttkill"),
            "--kills", "5", "--gateway", Peer.PublishedGateway!, "--state", directory["state"]);
        Assert.Contains("5 kills", result.Succeeded().Output, StringComparison.Ordinal);
    }
}
