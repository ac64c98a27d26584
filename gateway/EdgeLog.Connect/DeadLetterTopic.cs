using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// Where rejected records go: as they came (key, value, headers, time), with Connect's error headers behind their own.
/// This
/// class addresses them; they are appended on the same path as all others, so that they are as durable before their
/// source
/// is acknowledged. Safe from any thread.
/// </summary>
public sealed class DeadLetterTopic
{
    /// <summary>The topic where <c>errors.deadletterqueue.topic.name</c> names none.</summary>
    public const string DefaultName = "edgelog.dead-letters";

    /// <summary>
    /// Bounds what a hostile record can make of a message or stack trace, so that the letter still fits its topic.
    /// </summary>
    private const int MaxTextLength = 4096;

    private long _count;

    /// <summary>Dead letters go to <paramref name="name"/> unless a pipeline names its own topic.</summary>
    public DeadLetterTopic(string name = DefaultName) => Name = name;

    /// <summary>The topic.</summary>
    public string Name { get; }

    /// <summary>How many records were rejected since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The reason for the last rejection, for status; null before the first.</summary>
    public string? LastReason { get; private set; }

    /// <summary>Makes <paramref name="output"/> the dead letter of <paramref name="input"/>.</summary>
    internal void Address(RawRecord input, Rejection rejection, string? topic, RawRecord output)
    {
        Interlocked.Increment(ref _count);
        LastReason = $"{rejection.Pipeline}: {rejection.Cause.Message}";
        output.CopyFrom(input);
        output.Topic = topic ?? Name;
        Add(output, "topic", input.Topic);

        // Kafka leaves these two to records that come from a topic; one that is on its way into one has neither yet.
        Add(output, "partition", "-1");
        Add(output, "offset", "-1");
        Add(output, "connector.name", rejection.Pipeline);
        Add(output, "task.id", "0");
        Add(output, "stage", NameOf(rejection.Stage));
        Add(output, "class.name", rejection.ClassName);
        Add(output, "exception.class.name", ClassNameOf(rejection.Cause));
        Add(output, "exception.message", rejection.Cause.Message);
        Add(output, "exception.stacktrace", rejection.Cause.ToString());
    }

    private static void Add(RawRecord record, string name, string value)
    {
        string bounded = value.Length > MaxTextLength ? value[..MaxTextLength] : value;
        record.Headers.Add(new RawHeader(
            Encoding.UTF8.GetBytes("__connect.errors." + name), Encoding.UTF8.GetBytes(bounded)));
    }

    private static string NameOf(PipelineStage stage) => stage switch
    {
        PipelineStage.KeyConverter => "KEY_CONVERTER",
        PipelineStage.ValueConverter => "VALUE_CONVERTER",
        PipelineStage.Transformation => "TRANSFORMATION",
        _ => "KAFKA_PRODUCE",
    };

    private static string ClassNameOf(Exception cause) =>
        cause is DataException data ? data.JavaClassName : cause.GetType().FullName ?? cause.GetType().Name;
}
