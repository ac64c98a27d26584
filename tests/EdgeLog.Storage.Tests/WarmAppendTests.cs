using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Alone: what other tests allocate would count here.</summary>
[Collection(nameof(Alone))]
public sealed class WarmAppendTests
{
    [Fact]
    public async Task An_append_and_a_read_allocate_nothing_when_warm()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        using RecordRun run = Appends.MakeRun(Enumerable.Range(0, 50).Select(i => $"message {i}"));
        using var append = new CountedAppend();
        var buffer = new byte[64 * 1024];
        AppendAndRead(partition, append, run, buffer, 500);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        AppendAndRead(partition, append, run, buffer, 1000);
        long perAppend = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1000;

        // Less than a byte per record: what the space keeper allocates meanwhile is counted too.
        Assert.True(perAppend < 50, $"{perAppend} bytes per append of 50 records");
        Assert.Equal(75_000, partition.HighWatermark.Value);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private static void AppendAndRead(
        Partition partition, CountedAppend append, RecordRun run, byte[] buffer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            append.Run = run;
            ValueTask admitted = partition.AppendAsync(append, CancellationToken.None);
            Assert.True(admitted.IsCompletedSuccessfully);
            append.Wait();
            Assert.True(partition.Read(append.BaseOffset, buffer).BytesRead > 0);
        }
    }

    private sealed class CountedAppend : AppendRequest, IDisposable
    {
        private readonly SemaphoreSlim _done = new(0);

        public Offset BaseOffset { get; private set; }

        public void Wait() => Assert.True(_done.Wait(TimeSpan.FromSeconds(30)));

        public void Dispose() => _done.Dispose();

        protected override void OnCompleted(in AppendResult result)
        {
            BaseOffset = result.BaseOffset;
            _done.Release();
        }
    }
}
