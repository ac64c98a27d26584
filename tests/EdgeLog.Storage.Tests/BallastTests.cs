using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class BallastTests
{
    [Fact]
    public void The_last_quarter_is_given_to_nobody_but_the_next_start()
    {
        using var directory = new TemporaryDirectory();
        using Ballast ballast = Ballast.TryOpen(new DiskFileSystem(), directory.Path, 1024 * 1024)!;
        Assert.True(ballast.IsWhole);
        ballast.KeepForRecovery();
        int given = 0;
        while (ballast.TryGive())
        {
            given++;
        }

        Assert.Equal(6, given);
        using Ballast next = Ballast.TryOpen(new DiskFileSystem(), directory.Path, 1024 * 1024)!;
        for (int i = 0; i < 8; i++)
        {
            Assert.True(next.TryGive());
        }

        Assert.False(next.TryGive());
    }
}
