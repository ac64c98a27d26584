using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Security;

/// <summary>What a reload does to users, lists and certificates, and to who is connected.</summary>
public class ReloadTests
{
    [PeerFact("mosquitto_sub")]
    public async Task A_reload_drops_whom_it_no_longer_lets_in_and_nobody_else()
    {
        using var secured = new SecuredGateway();
        await secured.InitializeAsync();
        try
        {
            var port = await secured.PortOfAsync("mqtt");
            await using var scada = Subscribe(port, "scada");
            await scada.WaitForLineAsync("Subscribed");
            secured.Configure(secured.Users("plc-7", "scada") + "acls:\n  - { user: '*', allow: [all] }\n");
            (await secured.Gateway.AskAsync("reload")).Succeeded();
            await using var plc = Subscribe(port, "plc-7");
            await plc.WaitForLineAsync("Subscribed");

            await File.WriteAllTextAsync(secured.PasswordFileOf("scada"), "other\n");
            (await secured.Gateway.AskAsync("reload")).Succeeded();
            await scada.WaitForExitAsync();
            Assert.Contains("DISCONNECT (135)", scada.Output + scada.Errors, StringComparison.Ordinal);

            (await RunningProgram.RunAsync(
                "", "mosquitto_pub", "-h", "127.0.0.1", "-p", port, "-u", "plc-7", "-P", "right", "-t", "t", "-m",
                "still here")).Succeeded();
            await plc.WaitForLineAsync("still here");
        }
        finally
        {
            await secured.DisposeAsync();
        }
    }

    [PeerFact("mosquitto_pub", "openssl")]
    public async Task New_certificates_are_shown_after_a_reload_and_bad_ones_change_nothing()
    {
        using var secured = new SecuredGateway();
        await secured.InitializeAsync();
        try
        {
            var (certificate, key) = secured.Authority.IssueClient("gauge");
            string[] publish =
            [
                "-h", "127.0.0.1", "-p", await secured.PortOfAsync("mutual"), "--cert", certificate, "--key", key,
                "-t", "plant/x", "-m", "x", "-q", "1", "--cafile",
            ];
            (await RunningProgram.RunAsync("", "mosquitto_pub", [.. publish, secured.Authority.RootFile])).Succeeded();

            await File.WriteAllTextAsync(secured.Server.Certificate, "rubbish");
            var refused = await secured.Gateway.AskAsync("reload");
            Assert.Equal(78, refused.ExitCode);
            Assert.Contains(secured.Server.Certificate, refused.Errors, StringComparison.Ordinal);
            (await RunningProgram.RunAsync("", "mosquitto_pub", [.. publish, secured.Authority.RootFile])).Succeeded();

            using var next = new TestAuthority(secured.Folder, "next");
            next.IssueServer("server");
            (await secured.Gateway.AskAsync("reload")).Succeeded();
            (await RunningProgram.RunAsync("", "mosquitto_pub", [.. publish, next.RootFile])).Succeeded();
        }
        finally
        {
            await secured.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_hash_stands_where_the_password_would()
    {
        var made = (await Process.GatewayProcess.WithInputAsync("right\n", "users", "hash", "ali")).Succeeded();
        var config = Gateway.Configuration.ConfigLoader.Parse("f.yaml", "users:\n" + made.Output);
        Assert.True(Assert.Single(config.Security.Users).Credential.Verify("right"u8));
        Assert.DoesNotContain(config.Values, value => value.Shown.Contains("SCRAM", StringComparison.Ordinal));
    }

    private static RunningProgram Subscribe(string port, string user) => RunningProgram.Start(
        "stdbuf",
        [
            "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", port, "-u", user, "-P", "right", "-t", "#", "-d", "-V",
            "mqttv5", "-W", "60",
        ]);
}
