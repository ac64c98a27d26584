using EdgeLog.Gateway.Hosting;
using EdgeLog.Testing;

namespace EdgeLog.Gateway.Tests.Hosting;

public sealed class CommandNameTests
{
    [Fact]
    public void The_name_is_enough_where_a_shell_finds_this_program_by_it()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["bin"]);
        Directory.CreateDirectory(directory["lib"]);
        File.WriteAllText(directory["lib/edgelog"], "");
        File.CreateSymbolicLink(directory["bin/edgelog"], directory["lib/edgelog"]);
        Assert.Equal("edgelog", CommandName.Of(directory["lib/edgelog"], $"/usr/bin:{directory["bin"]}"));
        Assert.Equal("edgelog", CommandName.Of(directory["bin/edgelog"], directory["bin"]));
    }

    [Fact]
    public void Elsewhere_it_is_the_path()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["bin"]);
        File.WriteAllText(directory["bin/edgelog"], "another one");
        Directory.CreateDirectory(directory["my files"]);
        string other = directory["my files/edgelog"];
        File.WriteAllText(other, "this one");
        Assert.Equal($"'{other}'", CommandName.Of(other, directory["bin"]));
        Assert.Equal($"'{other}'", CommandName.Of(other, ""));
        Assert.Equal("/srv/edgelog", CommandName.Of("/srv/edgelog", "/usr/bin/none"));
    }
}
