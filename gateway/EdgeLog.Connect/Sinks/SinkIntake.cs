using System.Globalization;
using System.Text;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// Takes a sink's records through its pipeline, and its dead letters into the log: durable before the sink's position
/// moves past them. Owned by the task's loop.
/// </summary>
internal sealed class SinkIntake(string name, LogDirectory log, SinkPipeline pipeline, ILogger logger)
{
    private readonly SourceAppender _appender = new(name, log, pipeline.Letters, logger);
    private readonly SourceBatch _letters = new();

    /// <summary>Records that went to the dead-letter topic.</summary>
    public long DeadLetterCount { get; private set; }

    /// <summary>Records that transforms dropped on purpose.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Why dead letters wait; null where none does.</summary>
    public string? Obstacle => _appender.Obstacle;

    /// <summary>Transforms a batch; what is left in it is to be handed over.</summary>
    public async ValueTask TransformAsync(SinkBatch batch, TimeProvider time, CancellationToken cancellation)
    {
        _letters.Clear();
        batch.Keep(record =>
        {
            switch (pipeline.Records.Run(record.Input, record.Data))
            {
                case PipelineOutcome.Dropped:
                    DroppedCount++;
                    return false;
                case PipelineOutcome.DeadLettered:
                    AddLetter(record);
                    return false;
                default:
                    return true;
            }
        });
        await _appender.AppendAsync(_letters, time, cancellation);
    }

    /// <summary>Makes dead letters of what the other side refused for good.</summary>
    public async ValueTask RejectAsync(SinkBatch batch, TimeProvider time, CancellationToken cancellation)
    {
        _letters.Clear();
        foreach ((SinkRecord record, string reason) in batch.Rejected)
        {
            pipeline.Records.Reject(record.Input, reason, record.Data);
            AddLetter(record);
        }

        await _appender.AppendAsync(_letters, time, cancellation);
    }

    private void AddLetter(SinkRecord record)
    {
        DeadLetterCount++;
        RawRecord letter = _letters.Add();
        letter.CopyFrom(record.Data);
        Set(letter, "__connect.errors.partition", record.Source.Partition);
        Set(letter, "__connect.errors.offset", record.Offset.Value);
    }

    // Addressed like a source's, which has neither yet.
    private static void Set(RawRecord letter, string header, long value)
    {
        byte[] headerName = Encoding.UTF8.GetBytes(header);
        int index = letter.Headers.FindLastIndex(one => one.Name.Span.SequenceEqual(headerName));
        string text = value.ToString(CultureInfo.InvariantCulture);
        letter.Headers[index] = new RawHeader(headerName, Encoding.UTF8.GetBytes(text));
    }
}
