using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Testing;

namespace EdgeLog.Gateway.Tests.Configuration;

public sealed class ConfigFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Included_maps_merge_and_lists_append_in_the_order_of_names()
    {
        Write("main.yaml", "include: conf.d/*.yaml\nlogging:\n  level: debug\nmqtt:\n  routes:\n    - filter: a\n");
        Write("conf.d/2.yaml", "mqtt:\n  routes:\n    - filter: c\n");
        Write("conf.d/1.yaml", "mqtt:\n  routes:\n    - filter: b\n  limits:\n    max_connections: 7\n");

        var config = ConfigLoader.Load(_directory["main.yaml"], null);

        Assert.Equal(["a", "b", "c"], config.Routes.Select(r => r.Filter));
        Assert.Equal(7, config.MqttLimits.MaxConnections);
        Assert.Equal(_directory["main.yaml"], config.File);
    }

    [Fact]
    public void The_same_leaf_in_two_files_is_an_error_that_names_both_places()
    {
        Write("main.yaml", "include: more.yaml\nlogging:\n  level: debug\n");
        Write("more.yaml", "logging:\n  level: info\n");

        var error = Assert.Single(Errors());

        Assert.Equal(_directory["more.yaml"], error.Mark.File);
        Assert.Equal($"set twice; the first is at {_directory["main.yaml"]}:3. Remove one.", error.Message);
    }

    [Fact]
    public void A_file_that_includes_itself_is_an_error()
    {
        Write("main.yaml", "include: main.yaml\n");

        Assert.Equal("this file is included already.", Assert.Single(Errors()).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error()
    {
        Assert.Contains("cannot be read", Assert.Single(Errors()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_come_from_where_the_references_point()
    {
        Write("secrets.properties", "# comment\nuser = alice\npassword=p=w\n");
        Write("dir/token", "t0ken\n");
        Write("main.yaml", $$"""
            clusters:
              c:
                bootstrap.servers: '${file:{{_directory["secrets.properties"]}}:user}:1'
                client.id: '${directory:{{_directory["dir"]}}:token}-${topic}'
            """);

        var properties = Assert.Single(ConfigLoader.Load(_directory["main.yaml"], null).Clusters).Properties;

        Assert.Equal("alice:1", properties["bootstrap.servers"]);
        Assert.Equal("t0ken-${topic}", properties["client.id"]);
    }

    [Fact]
    public void A_secret_that_is_missing_is_an_error_and_a_credential_outside_the_service_a_warning()
    {
        Write("main.yaml",
            "clusters:\n  c:\n    bootstrap.servers: 'h:1'\n    client.id: '${env:EDGELOG_NO_SUCH_VARIABLE}'\n");
        Assert.Contains("EDGELOG_NO_SUCH_VARIABLE", Assert.Single(Errors()).Message, StringComparison.Ordinal);

        Write("main.yaml", "clusters:\n  c:\n    bootstrap.servers: 'h:1'\n    client.id: 'x${credential:central}'\n");
        var warning = Assert.Single(ConfigLoader.Load(_directory["main.yaml"], null).Warnings);
        Assert.Contains("${credential:central} is known inside the service only", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_is_shown_as_a_reference_and_every_value_knows_its_line()
    {
        Write("dir/token", "t0ken\n");
        Write("main.yaml",
            $"clusters:\n  c:\n    bootstrap.servers: 'h:1'\n    client.id: "
            + $"'${{directory:{_directory["dir"]}:token}}'\n");

        var value = ConfigLoader.Load(_directory["main.yaml"], null)
            .Values.Single(v => v.Path == "clusters.c.client.id");

        Assert.Equal($"${{directory:{_directory["dir"]}:token}}", value.Shown);
        Assert.Equal($"{_directory["main.yaml"]}:4", value.Mark.ToString());
    }

    private IReadOnlyList<ConfigError> Errors() =>
        Assert.Throws<InvalidConfigException>(() => ConfigLoader.Load(_directory["main.yaml"], null)).Errors;

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
        File.WriteAllText(_directory[name], text);
    }
}
