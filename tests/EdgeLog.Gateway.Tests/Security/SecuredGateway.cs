using System.Collections.Concurrent;
using EdgeLog.Gateway.Tests.Process;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Security;

/// <summary>A gateway with users, lists and TLS on listeners that let nobody in without a name.</summary>
public sealed class SecuredGateway : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly GatewayProcess _gateway = new();
    private readonly ConcurrentDictionary<string, Task<string>> _addresses = new(StringComparer.Ordinal);

    public SecuredGateway()
    {
        Authority = new TestAuthority(_directory.Path);
        Server = Authority.IssueServer("server");
        File.WriteAllText(_directory["scada"], "right\n");
        File.WriteAllText(_directory["plc-7"], "right\n");
    }

    public GatewayProcess Gateway => _gateway;

    public TestAuthority Authority { get; }

    public (string Certificate, string Key) Server { get; private set; }

    public string Folder => _directory.Path;

    public string PasswordFileOf(string user) => _directory[user];

    /// <summary>Writes the configuration with users and lists in <paramref name="yaml"/>.</summary>
    public void Configure(string yaml) => File.WriteAllText(_gateway.ConfigFile, $"""
        gateway:
          name: press-7
        data:
          directory: {_gateway.Data}
        devices: []
        listeners:
          mqtt:
            address: 127.0.0.1:0
            allow_anonymous: false
          kafka:
            address: 127.0.0.1:0
          http:
            address: 127.0.0.1:0
            allow_anonymous: false
          mqtts:
            protocol: mqtt
            address: 127.0.0.1:0
            allow_anonymous: false
            tls:
              certificate: {Server.Certificate}
              key: {Server.Key}
          mutual:
            protocol: mqtt
            address: 127.0.0.1:0
            allow_anonymous: false
            tls:
              certificate: {Server.Certificate}
              key: {Server.Key}
              client_ca: {Authority.RootFile}
          https:
            protocol: http
            address: 127.0.0.1:0
            allow_anonymous: false
            tls:
              certificate: {Server.Certificate}
              key: {Server.Key}
        {yaml}
        """);

    public string Users(params string[] names) => "users:\n" + string.Concat(
        names.Select(name => $"  - name: {name}\n    password: '${{directory:{_directory.Path}:{name}}}'\n"));

    public async Task<string> PortOfAsync(string listener) =>
        (await _addresses.GetOrAdd(listener, _gateway.AddressOfAsync)).Split(':')[1];

    public async Task InitializeAsync()
    {
        Configure(Users("plc-7", "scada") + """
            acls:
              - { user: plc-7, allow: [publish], mqtt: 'plant/#' }
              - { user: scada, allow: [all] }
              - { user: gauge, allow: [publish], mqtt: 'plant/#' }
            """);
        await _gateway.StartAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    public void Dispose()
    {
        _gateway.Dispose();
        Authority.Dispose();
        _directory.Dispose();
    }
}
