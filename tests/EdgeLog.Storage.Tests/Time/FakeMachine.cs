using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>A board with a clock of the test's making, and a log in it.</summary>
internal sealed class FakeMachine : HostClock
{
    private Guid _bootId = Guid.NewGuid();
    private TimeSpan _bootedAt;

    public FakeMachine() => _bootedAt = Time.GetElapsedTime(0) - TimeSpan.FromSeconds(20);

    public FakeTime Time { get; } = new();

    public ClockSource Source { get; set; } = ClockSource.Synchronised;

    public override Guid BootId => _bootId;

    public override long SinceBootMs => (long)(Time.GetElapsedTime(0) - _bootedAt).TotalMilliseconds;

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public override ClockSource ReadSource() => Source;

    public Task<LogFixture> OpenAsync() => LogFixture.OpenAsync(fixture =>
    {
        fixture.Time = Time;
        fixture.Machine = this;
    });

    /// <summary>The machine is off for a while and starts with another wall clock.</summary>
    public void Reboot(TimeSpan off, DateTimeOffset wallClock)
    {
        Time.Advance(off);
        _bootId = Guid.NewGuid();
        _bootedAt = Time.GetElapsedTime(0);
        Time.Advance(TimeSpan.FromSeconds(20));
        Time.SetWallClock(wallClock);
    }

    /// <summary>Appends a record under the time that the log gives it.</summary>
    public static async Task<AppendResult> AppendAsync(Partition partition, string value)
    {
        using RecordRun run = RecordRun.Rent();
        Write(run, partition, value);
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        AppendResult result = await request.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(AppendError.None, result.Error);
        return result;
    }

    public static void Write(RecordRun run, Partition partition, string value)
    {
        run.BeginRecord(partition.Clock.Stamp());
        run.WriteNullKey();
        run.WriteValue(System.Text.Encoding.UTF8.GetBytes(value));
        run.BeginHeaders(0);
        run.EndRecord();
    }

    /// <summary>The batches as readers get them.</summary>
    public static List<RecordBatchHeader> Served(Partition partition)
    {
        var headers = new List<RecordBatchHeader>();
        var buffer = new byte[1024 * 1024];
        for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            Assert.Equal(ReadError.None, read.Error);
            foreach (RecordBatch batch in new RecordBatchEnumerator(buffer.AsSpan(0, read.BytesRead)))
            {
                Assert.True(batch.HasValidChecksum());
                headers.Add(batch.Header);
            }

            next = read.NextOffset;
        }

        return headers;
    }

    /// <summary>The times of all records, as readers get them.</summary>
    public static List<long> Times(Partition partition)
    {
        var times = new List<long>();
        var buffer = new byte[1024 * 1024];
        for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            using var records = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), next);
            while (records.MoveNext())
            {
                times.Add(records.Current.TimestampMs);
            }

            next = read.NextOffset;
        }

        return times;
    }
}
