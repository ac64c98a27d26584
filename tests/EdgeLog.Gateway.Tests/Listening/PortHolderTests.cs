using System.Net;
using System.Net.Sockets;
using EdgeLog.Gateway.Listening;

namespace EdgeLog.Gateway.Tests.Listening;

public class PortHolderTests
{
    [Fact]
    public void The_holder_of_a_port_is_named_with_its_process_id()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        var name = File.ReadAllText("/proc/self/comm").Trim();

        Assert.Equal($"{address.Port} is held by {name} (pid {Environment.ProcessId})", PortHolder.Describe(address));
    }

    [Fact]
    public void A_holder_that_cannot_be_seen_is_said_so_with_a_way_to_find_out()
    {
        Assert.Contains(
            "sudo ss -ltnp", PortHolder.Describe(new IPEndPoint(IPAddress.Loopback, 1)), StringComparison.Ordinal);
    }
}
