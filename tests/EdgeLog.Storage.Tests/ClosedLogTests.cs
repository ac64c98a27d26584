using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class ClosedLogTests
{
    [Fact]
    public async Task A_read_behind_a_clean_stop_says_so_and_does_not_go_round_forever()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a");
        await fixture.Log.DisposeAsync();
        Task<ReadResult> read = Task.Run(() => partition.Read(Offset.Zero, new byte[1000]));
        Assert.Equal(ReadError.Closed, (await read.WaitAsync(TimeSpan.FromSeconds(30))).Error);
    }
}
