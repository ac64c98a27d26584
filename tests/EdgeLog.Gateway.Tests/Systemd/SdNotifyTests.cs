using System.Net.Sockets;
using System.Text;
using EdgeLog.Gateway.Systemd;
using EdgeLog.Testing;

namespace EdgeLog.Gateway.Tests.Systemd;

public sealed class SdNotifyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        _manager.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_service_manager_hears_ready_status_and_stopping()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(_directory["notify"]));
        using var notify = SdNotify.To(_directory["notify"]);

        notify.Ready("press-7:\n2 mirrors");
        Assert.Equal("READY=1\nSTATUS=press-7: 2 mirrors", Receive());
        notify.Reloading();
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", Receive(), StringComparison.Ordinal);
        notify.Stopping();
        Assert.StartsWith("STOPPING=1", Receive(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_an_at_sign_is_an_abstract_socket()
    {
        var name = $"edgelog-test-{Guid.NewGuid():N}";
        _manager.Bind(new UnixDomainSocketEndPoint("\0" + name));
        using var notify = SdNotify.To("@" + name);

        notify.Watchdog();

        Assert.Equal("WATCHDOG=1", Receive());
    }

    [Fact]
    public void A_service_manager_that_is_gone_is_no_failure()
    {
        using var notify = SdNotify.To(_directory["nobody"]);

        notify.Watchdog();

        Assert.True(notify.IsActive);
    }

    [Fact]
    public void The_watchdog_is_fed_by_progress_and_not_by_time()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(_directory["notify"]));
        using var notify = SdNotify.To(_directory["notify"]);
        var progress = new WorkProgress(1, HasPendingWork: false, HasFailed: false);
        var watchdog = new Watchdog(notify, () => progress, TimeSpan.FromSeconds(60), TimeProvider.System);

        watchdog.Look();
        Assert.Equal("WATCHDOG=1", Receive());

        progress = progress with { HasPendingWork = true };
        watchdog.Look();
        Assert.Equal(0, _manager.Available);

        progress = progress with { Progress = 2 };
        watchdog.Look();
        Assert.Equal("WATCHDOG=1", Receive());

        progress = new WorkProgress(3, HasPendingWork: false, HasFailed: true);
        watchdog.Look();
        Assert.Equal(0, _manager.Available);
    }

    private string Receive()
    {
        var buffer = new byte[1024];
        _manager.ReceiveTimeout = 10_000;
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }
}
