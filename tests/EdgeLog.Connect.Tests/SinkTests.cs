using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Connect.Tests;

public sealed class SinkTests
{
    [Fact]
    public async Task What_is_in_the_log_and_what_comes_is_handed_over_once_and_in_order()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        await world.AppendAsync("t", "1", "2");
        world.Start(FleetWorld.Config("t,later"));
        await world.Sink.WaitForAsync("2");
        await world.AppendAsync("t", "3");
        await world.Sink.WaitForAsync("3");
        await world.CreateTopicAsync("later");
        await world.AppendAsync("later", "4");
        await world.Sink.WaitForAsync("4");
        Assert.Equal(["1", "2", "3", "4"], world.Sink.Taken);

        await world.RestartAsync(FleetWorld.Config("t,later"));
        await world.AppendAsync("t", "5");
        await world.Sink.WaitForAsync("5");
        Assert.Equal(["5"], world.Sink.Taken);
        await WaitUntilAsync(() => world.Fleet.Status[0].Task is { LagCount: 0, RecordCount: 1 });
        Assert.Equal(ConnectorState.Running, world.Fleet.Status[0].State);
    }

    [Fact]
    public async Task After_a_failure_it_goes_on_behind_what_was_confirmed()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        await world.AppendAsync("t", "1", "2", "3", "4");
        world.Sink.FailsAt = "3";
        world.Start(FleetWorld.Config("t"));
        await WaitUntilAsync(() => world.Fleet.Status[0].State == ConnectorState.Failed);
        Assert.Equal("scripted failure", world.Fleet.Status[0].Task.Error);
        Assert.NotNull(world.Fleet.Status[0].Task.NextRetry);
        await world.Sink.WaitForAsync("4");
        Assert.Equal(["1", "2", "3", "4"], world.Sink.Taken);
    }

    [Fact]
    public async Task What_transforms_or_the_other_side_refuse_is_a_dead_letter_with_its_origin()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        await world.AppendAsync("t", "{}", "broken", """{"a":1}""", """{"a":2}""");
        world.Sink.Refuses = """{"a":1,"x":"y"}""";
        world.Start(FleetWorld.Config(
            "t", ("transforms", "i"), ("transforms.i.type", "InsertField$Value"), ("transforms.i.static.field", "x"),
            ("transforms.i.static.value", "y"), ("value.converter", "JsonConverter"),
            ("value.converter.schemas.enable", "false")));
        await world.Sink.WaitForAsync("""{"a":2,"x":"y"}""");
        Assert.Equal(["""{"x":"y"}""", """{"a":2,"x":"y"}"""], world.Sink.Taken);

        await world.StopAsync();
        var letters = Read(world.Log, DeadLetterTopic.DefaultName);
        Assert.Equal([("broken", "t", "0", "1"), ("""{"a":1}""", "t", "0", "2")], letters);
        Assert.Equal(2, world.Fleet.Status[0].Task.DeadLetterCount);
    }

    [Fact]
    public async Task A_paused_one_stays_so_over_restarts_and_loses_nothing()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        world.Start(FleetWorld.Config("t"));
        await world.AppendAsync("t", "1");
        await world.Sink.WaitForAsync("1");
        Assert.True(await world.Fleet.PauseAsync("out", CancellationToken.None));
        Assert.False(await world.Fleet.PauseAsync("other", CancellationToken.None));
        await world.AppendAsync("t", "2");
        Assert.Equal(ConnectorState.Paused, world.Fleet.Status[0].State);

        await world.RestartAsync(FleetWorld.Config("t"));
        await WaitUntilAsync(() => world.Fleet.Status[0] is { State: ConnectorState.Paused, Task.LagCount: 1 });
        Assert.Empty(world.Sink.Taken);
        Assert.True(await world.Fleet.ResumeAsync("out", CancellationToken.None));
        await world.Sink.WaitForAsync("2");
        Assert.Equal(["2"], world.Sink.Taken);

        await world.RestartAsync(FleetWorld.Config("t"));
        await WaitUntilAsync(() => world.Fleet.Status[0].State == ConnectorState.Running);
    }

    [Fact]
    public async Task A_reload_starts_stops_and_changes_and_positions_belong_to_the_name()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        await world.CreateTopicAsync("u");
        await world.AppendAsync("t", "t1");
        await world.AppendAsync("u", "u1");
        world.Start();
        await world.Fleet.ReconfigureAsync([FleetWorld.Config("t")]);
        await world.Sink.WaitForAsync("t1");
        await world.Fleet.ReconfigureAsync([FleetWorld.Config("t,u")]);
        await world.Sink.WaitForAsync("u1");
        await world.Fleet.ReconfigureAsync([]);
        Assert.Empty(world.Fleet.Status);
        await world.AppendAsync("t", "t2");
        await Assert.ThrowsAsync<ConfigException>(
            () => world.Fleet.ReconfigureAsync([FleetWorld.Config("t") with { ClassName = "Other" }]));
        await world.Fleet.ReconfigureAsync([FleetWorld.Config("t,u")]);
        await world.Sink.WaitForAsync("t2");
        Assert.Equal(["t1", "u1", "t2"], world.Sink.Taken);
    }

    [Fact]
    public async Task What_retention_took_before_it_was_handed_over_is_a_declared_gap()
    {
        var logTime = new FakeTime();
        await using FleetWorld world = await FleetWorld.OpenAsync(logTime);
        await world.CreateTopicAsync("t", 1, ("segment.bytes", "65536"));
        world.Start(FleetWorld.Config("t"));
        await world.AppendAsync("t", "first");
        await world.Sink.WaitForAsync("first");
        await world.Fleet.PauseAsync("out", CancellationToken.None);
        for (int i = 0; i < 20; i++)
        {
            await world.AppendAsync("t", new string('x', 30_000) + i);
        }

        await world.Log.Topics.AlterConfigAsync(
            "t", new Dictionary<string, string?> { ["retention.bytes"] = "100000" }, CancellationToken.None);
        Partition partition = world.Log.Topics.Find("t")!.Partitions[0];
        await WaitUntilAsync(() =>
        {
            logTime.Advance(TimeSpan.FromSeconds(1));
            return partition.LogStartOffset.Value > 1;
        });
        long lost = partition.LogStartOffset.Value - 1;
        await world.Fleet.ResumeAsync("out", CancellationToken.None);
        await world.Sink.WaitForAsync(new string('x', 30_000) + 19);
        await WaitUntilAsync(() => world.Fleet.Status[0].Task.LagCount == 0);
        Assert.Equal(lost, world.Fleet.Status[0].Task.GapCount);
        Assert.Equal(21 - lost, world.Sink.Taken.Count);
        IReadOnlyList<Gap> losses = [.. world.Log.Gaps.Read("t").Where(gap => gap.IsLoss)];
        Assert.Equal(lost, losses.Sum(gap => gap.Count));
        Assert.All(losses, gap => Assert.Equal(["connector/out"], gap.Mirrors));
    }

    [Fact]
    public async Task A_topic_created_anew_is_handed_over_from_its_beginning()
    {
        await using FleetWorld world = await FleetWorld.OpenAsync();
        await world.CreateTopicAsync("t");
        await world.AppendAsync("t", "1", "2");
        world.Start(FleetWorld.Config("t"));
        await world.Sink.WaitForAsync("2");
        await world.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await world.CreateTopicAsync("t");
        await world.AppendAsync("t", "3");
        await world.Sink.WaitForAsync("3");
        await world.RestartAsync(FleetWorld.Config("t"));
        await world.AppendAsync("t", "4");
        await world.Sink.WaitForAsync("4");
        Assert.Equal(["4"], world.Sink.Taken);
    }

    private static List<(string?, string?, string?, string?)> Read(LogDirectory log, string topic)
    {
        var letters = new List<(string?, string?, string?, string?)>();
        byte[] buffer = new byte[1024 * 1024];
        ReadResult read = log.Topics.Find(topic)!.Partitions[0].Read(Offset.Zero, buffer);
        using var records = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), Offset.Zero);
        while (records.MoveNext())
        {
            var headers = new Dictionary<string, string>();
            foreach (RecordHeader header in records.Current.Headers)
            {
                headers[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
            }

            letters.Add((
                Encoding.UTF8.GetString(records.Current.Value), headers["__connect.errors.topic"],
                headers["__connect.errors.partition"], headers["__connect.errors.offset"]));
        }

        return letters;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await poll.WaitForNextTickAsync(deadline.Token);
        }
    }
}
