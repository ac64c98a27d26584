using System.Text;
using EdgeLog.Storage;

namespace EdgeLog.Connect.Tests;

/// <summary>A sink that remembers what it got, and fails or refuses where the test says so.</summary>
internal sealed class ScriptedSink : SinkConnector
{
    private readonly Lock _lock = new();
    private readonly List<string> _taken = [];
    private (string Value, TaskCompletionSource Seen) _awaited = ("", new TaskCompletionSource());

    public override string Name => "ScriptedSink";

    public override IReadOnlyCollection<string> Settings => ["topics"];

    /// <summary>The value at which a batch fails, once; null for none.</summary>
    public string? FailsAt { get; set; }

    /// <summary>The value that is refused for good; null for none.</summary>
    public string? Refuses { get; set; }

    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    public override void Check(ConnectorConfig config)
    {
        if (!config.Properties.ContainsKey("topics"))
        {
            throw new ConfigException("topics", "is missing");
        }
    }

    public override SinkTask CreateTask(ConnectorConfig config, ConnectorContext context) => new Handing(this);

    public override RecordPipeline CreatePipeline(ConnectorConfig config, DeadLetterTopic deadLetters) =>
        RecordPipeline.Create(
            config.Name, config.Properties.Where(p => p.Key != "topics").ToDictionary(), deadLetters);

    public override Func<Topic, bool> CreateSelection(ConnectorConfig config)
    {
        var topics = config.Properties["topics"].Split(',');
        return topic => topics.Contains(topic.Name);
    }

    /// <summary>Waits for a value that was not there before.</summary>
    public Task WaitForAsync(string value)
    {
        lock (_lock)
        {
            _awaited = (value, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_taken.Contains(value))
            {
                _awaited.Seen.SetResult();
            }

            return _awaited.Seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private void Take(string value)
    {
        lock (_lock)
        {
            _taken.Add(value);
            if (_awaited.Value == value)
            {
                _awaited.Seen.TrySetResult();
            }
        }
    }

    private sealed class Handing(ScriptedSink sink) : SinkTask
    {
        public override ValueTask PutAsync(SinkBatch batch, CancellationToken cancellation)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                string value = Encoding.UTF8.GetString(batch[i].Data.Value!.Value.Span);
                if (value == sink.FailsAt)
                {
                    sink.FailsAt = null;
                    throw new IOException("scripted failure");
                }

                if (value == sink.Refuses)
                {
                    batch.Reject(i, "not that one");
                }
                else
                {
                    sink.Take(value);
                }

                batch.ConfirmedCount = i + 1;
            }

            return ValueTask.CompletedTask;
        }
    }
}
