using System.Text;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeLog.Connect.Tests;

public sealed class WorkerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public async Task Records_are_durable_when_the_task_is_told_so()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        var task = new ScriptedTask("plant.press", ["a", "b"]);
        await RunAsync(log, new FakeTime(), async worker =>
        {
            worker.Add("source", task, Pipeline(None));
            await task.Committed.WaitAsync(Deadline);
            Assert.Equal(["a", "b"], log.Read("plant.press").Select(record => record.Value));
        });
    }

    [Fact]
    public async Task What_a_transform_rejects_is_a_durable_dead_letter_and_the_rest_goes_on()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        var task = new ScriptedTask("t", ["""{"a":1}""", "broken", """{"a":2}"""]);
        var properties = new Dictionary<string, string>
        {
            ["value.converter"] = "JsonConverter",
            ["value.converter.schemas.enable"] = "false",
            ["transforms"] = "i",
            ["transforms.i.type"] = "InsertField$Value",
            ["transforms.i.topic.field"] = "topic",
        };
        await RunAsync(log, new FakeTime(), async worker =>
        {
            worker.Add("source", task, Pipeline(properties));
            await task.Committed.WaitAsync(Deadline);
            Assert.Equal(
                ["""{"a":1,"topic":"t"}""", """{"a":2,"topic":"t"}"""], log.Read("t").Select(record => record.Value));
            TextRecord letter = Assert.Single(log.Read(DeadLetterTopic.DefaultName));
            Assert.Equal("broken", letter.Value);
            Assert.Equal("t", letter.Header("__connect.errors.topic"));
        });
    }

    [Fact]
    public async Task A_record_that_its_topic_refuses_becomes_a_dead_letter_and_its_neighbours_do_not()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        await CreateAsync(log, "small", "max.message.bytes", "400");
        string large = new('x', 1000);
        var task = new ScriptedTask("small", ["a", large, "b"]);
        await RunAsync(log, new FakeTime(), async worker =>
        {
            worker.Add("source", task, Pipeline(None));
            await task.Committed.WaitAsync(Deadline);
            Assert.Equal(["a", "b"], log.Read("small").Select(record => record.Value));
            TextRecord letter = Assert.Single(log.Read(DeadLetterTopic.DefaultName));
            Assert.Equal(large, letter.Value);
            Assert.Equal("KAFKA_PRODUCE", letter.Header("__connect.errors.stage"));
        });
    }

    [Theory]
    [InlineData("max.message.bytes", "100")]
    [InlineData("cleanup.policy", "compact")]
    public async Task No_setting_of_the_dead_letter_topic_refuses_a_dead_letter(string setting, string value)
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        await CreateAsync(log, "small", "max.message.bytes", "400");
        await CreateAsync(log, DeadLetterTopic.DefaultName, setting, value);
        string large = new('x', 2_000_000);
        var task = new ScriptedTask("small", ["a", large, "b"]);
        await RunAsync(log, new FakeTime(), async worker =>
        {
            worker.Add("source", task, Pipeline(None));
            await task.Committed.WaitAsync(Deadline);
            Assert.Equal(["a", "b"], log.Read("small").Select(record => record.Value));
            Assert.Equal(large, Assert.Single(log.Read(DeadLetterTopic.DefaultName)).Value);
        });
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_stored_holds_its_task_back_until_it_can_and_no_other()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        await CreateAsync(log, "small", "max.message.bytes", "400");

        // Kafka lets no two topics live side by side that differ in a dot and an underscore.
        await CreateAsync(log, "edgelog_dead-letters", "max.message.bytes", "400");
        var time = new FakeTime();
        var held = new ScriptedTask("small", ["a", new string('x', 1000), "b"]);
        var other = new ScriptedTask("t", ["c"]);
        await RunAsync(log, time, async worker =>
        {
            worker.Add("held", held, Pipeline(None));
            await WaitUntilAsync(() => worker.Status[0].Error is not null && time.ArmedTimerCount > 0);
            worker.Add("other", other, Pipeline(None));
            await other.Committed.WaitAsync(Deadline);
            Assert.Equal(["a", "b"], log.Read("small").Select(record => record.Value));
            Assert.False(held.Committed.IsCompleted);
            Assert.Contains("collides", worker.Status[0].Error);
            await log.Log.Topics.DeleteAsync("edgelog_dead-letters", CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
            await held.Committed.WaitAsync(Deadline);
            Assert.Single(log.Read(DeadLetterTopic.DefaultName));
            Assert.Equal(["a", "b"], log.Read("small").Select(record => record.Value));
        });
    }

    [Fact]
    public async Task A_task_that_fails_is_started_again_after_a_while_and_stops_no_other()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        var time = new FakeTime();
        var failing = new ScriptedTask("t", ["late"]) { FailuresBefore = 2 };
        var healthy = new ScriptedTask("t", ["early"]);
        await RunAsync(log, time, async worker =>
        {
            worker.Add("failing", failing, Pipeline(None));
            await WaitUntilAsync(() => worker.Status[0] is { State: WorkerTaskState.Failed, NextRetry: not null });
            worker.Add("healthy", healthy, Pipeline(None));
            await healthy.Committed.WaitAsync(Deadline);
            Assert.Equal("scripted failure", worker.Status[0].Error);
            time.Advance(TimeSpan.FromSeconds(1));
            await WaitUntilAsync(() => failing.StartCount == 2 && time.ArmedTimerCount > 0);
            time.Advance(TimeSpan.FromSeconds(2));
            await failing.Committed.WaitAsync(Deadline);
            await WaitUntilAsync(() => worker.Status[0] is { State: WorkerTaskState.Running, Error: null });
        });
        Assert.Equal(["early", "late"], log.Read("t").Select(record => record.Value));
        Assert.Equal(3, failing.StopCount);
    }

    [Fact]
    public async Task A_removed_task_is_stopped()
    {
        await using TemporaryLog log = await TemporaryLog.OpenAsync();
        var task = new ScriptedTask("t", ["a"]);
        await RunAsync(log, new FakeTime(), async worker =>
        {
            worker.Add("source", task, Pipeline(None));
            await task.Committed.WaitAsync(Deadline);
            await worker.RemoveAsync("source");
            Assert.Empty(worker.Status);
            Assert.Equal(1, task.StopCount);
        });
    }

    private static Task<Topic> CreateAsync(TemporaryLog log, string topic, string setting, string value) =>
        log.Log.Topics.CreateAsync(
            topic, 1, new Dictionary<string, string> { [setting] = value }, CancellationToken.None);

    private static RecordPipeline Pipeline(Dictionary<string, string> properties) =>
        RecordPipeline.Create("source", properties, new DeadLetterTopic());

    private static async Task RunAsync(TemporaryLog log, TimeProvider time, Func<Worker, Task> test)
    {
        var worker = new Worker(log.Log, time, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        Task running = worker.RunAsync(stop.Token);
        await test(worker);
        await stop.CancelAsync();
        await running.WaitAsync(Deadline);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class ScriptedTask(string topic, string[] values) : SourceTask
    {
        private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isPolled;

        public int FailuresBefore { get; set; }

        public int StartCount { get; private set; }

        public int StopCount { get; private set; }

        public Task Committed => _committed.Task;

        public override ValueTask StartAsync(CancellationToken cancellation)
        {
            StartCount++;
            return ValueTask.CompletedTask;
        }

        public override async ValueTask PollAsync(SourceBatch batch, CancellationToken cancellation)
        {
            if (FailuresBefore-- > 0)
            {
                throw new IOException("scripted failure");
            }

            if (_isPolled)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
            }

            _isPolled = true;
            foreach (string value in values)
            {
                RawRecord record = batch.Add();
                record.Topic = topic;
                record.Value = Encoding.UTF8.GetBytes(value);
            }
        }

        public override ValueTask CommitAsync(CancellationToken cancellation)
        {
            _committed.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public override ValueTask StopAsync()
        {
            StopCount++;
            return ValueTask.CompletedTask;
        }
    }
}
