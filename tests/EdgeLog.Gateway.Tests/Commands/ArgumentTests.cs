using EdgeLog.Gateway.Commands;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Gateway.Tests.Commands;

public sealed class ArgumentTests
{
    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_a_time_and_no_file_of_arguments()
    {
        using var nobody = new TemporaryDirectory();

        int exit = await CommandTree.RunAsync(["consume", "t", "-o", "@1795281972000", "--data", nobody.Path]);

        // Understood, and then nobody was there to ask.
        Assert.Equal(1, exit);
    }
}
