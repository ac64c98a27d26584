using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Security;

/// <summary>TLS and mutual TLS with real peers.</summary>
public class TlsTests(SecuredGateway secured) : IClassFixture<SecuredGateway>
{
    [PeerTheory("mosquitto_pub")]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_publishes_over_tls_with_a_password(string version)
    {
        var done = await PublishAsync(
            "mqtts", "plant/tls", version, "--cafile", secured.Authority.RootFile, "-u", "plc-7", "-P", "right");
        done.Succeeded();
    }

    [PeerTheory("mosquitto_pub")]
    [InlineData("mqttv311", "-u", "plc-7", "-P", "wrong")]
    [InlineData("mqttv5", "-u", "plc-7", "-P", "wrong")]
    [InlineData("mqttv5", "-u", "nobody", "-P", "right")]
    [InlineData("mqttv311", "-q", "1")]
    public async Task Mosquitto_is_told_that_it_may_not(string version, params string[] credentials)
    {
        var done = await PublishAsync(
            "mqtts", "plant/tls", version, ["--cafile", secured.Authority.RootFile, .. credentials]);
        Assert.NotEqual(0, done.ExitCode);
        Assert.Matches("(?i)not authori|bad user", done.Errors);
    }

    [PeerFact("mosquitto_pub")]
    public async Task A_client_certificate_is_the_user()
    {
        var (certificate, key) = secured.Authority.IssueClient("gauge");
        string[] credentials = ["--cafile", secured.Authority.RootFile, "--cert", certificate, "--key", key];
        (await PublishAsync("mutual", "plant/gauge", "mqttv5", credentials)).Succeeded();
        Assert.Contains("not authorized", (await PublishAsync("mutual", "other", "mqttv5", credentials)).Errors,
            StringComparison.OrdinalIgnoreCase);
    }

    [PeerFact("mosquitto_pub")]
    public async Task A_certificate_of_strangers_and_none_do_not_get_through_the_handshake()
    {
        using var strangers = new TestAuthority(secured.Folder, "strangers");
        var (certificate, key) = strangers.IssueClient("plc-8");
        string[] none = ["--cafile", secured.Authority.RootFile, "-u", "plc-7", "-P", "right"];
        Assert.NotEqual(0, (await PublishAsync("mutual", "plant/x", "mqttv5", none)).ExitCode);
        Assert.NotEqual(
            0, (await PublishAsync("mutual", "plant/x", "mqttv5", [.. none, "--cert", certificate, "--key", key]))
                .ExitCode);
    }

    [PeerTheory("openssl")]
    [InlineData("-tls1_3", true)]
    [InlineData("-tls1_2", true)]
    [InlineData("-tls1_1", false)]
    public async Task Openssl_shakes_hands_in_versions_1_2_and_1_3_only(string version, bool expected)
    {
        var done = await RunningProgram.RunAsync(
            "", "openssl", "s_client", "-connect", $"127.0.0.1:{await secured.PortOfAsync("mqtts")}", version,
            "-CAfile", secured.Authority.RootFile, "-verify_return_error", "-brief");
        Assert.Equal(expected, done.Errors.Contains("Verification: OK", StringComparison.Ordinal));
    }

    [PeerFact("curl")]
    public async Task The_http_port_wants_a_user_and_speaks_tls()
    {
        var url = $"https://127.0.0.1:{await secured.PortOfAsync("https")}/health";
        string[] common = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", secured.Authority.RootFile, url];
        foreach (var (status, user) in new[] { ("401", "scada:wrong"), ("403", "plc-7:right"), ("200", "scada:right") })
        {
            Assert.Equal(status, (await RunningProgram.RunAsync("", "curl", [.. common, "-u", user])).Output.Trim());
        }

        Assert.Equal("401", (await RunningProgram.RunAsync("", "curl", common)).Output.Trim());
    }

    private async Task<ProgramResult> PublishAsync(
        string listener, string topic, string version, params string[] credentials) =>
        await RunningProgram.RunAsync(
            "", "mosquitto_pub",
            [
                "-h", "127.0.0.1", "-p", await secured.PortOfAsync(listener), "-V", version, "-q", "1", "-t", topic,
                "-m", "21", .. credentials,
            ]);
}
