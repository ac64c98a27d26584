using System.Collections.ObjectModel;
using System.Text;
using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>
/// Where rejected records go: as they came (key, value, headers, time), with Connect's error headers behind their own.
/// This class addresses them; they are appended on the same path as all others, so that they are as durable before
/// their source is acknowledged. No setting of the topic can refuse one: <c>max.message.bytes</c> does not bound it,
/// and in a compacted topic it has a key. Safe from any thread.
/// </summary>
public sealed class DeadLetterTopic
{
    /// <summary>The topic where <c>errors.deadletterqueue.topic.name</c> names none.</summary>
    public const string DefaultName = "edgelog.dead-letters";

    /// <summary>The most bytes that a dead letter is larger than the record it was: its error headers.</summary>
    public const int MaxHeaderBytes = 128 * 1024;

    /// <summary>Bounds what a hostile record can make of a message or stack trace: ten such, 3 bytes each.</summary>
    private const int MaxTextLength = 4096;

    // Said, so that defaults of the file that compact do not reach it.
    private static readonly ReadOnlyDictionary<string, string> Settings =
        new(new Dictionary<string, string> { ["cleanup.policy"] = "delete" });

    private long _count;

    /// <summary>Dead letters go to <paramref name="name"/> unless a pipeline names its own topic.</summary>
    public DeadLetterTopic(string name = DefaultName) => Name = name;

    /// <summary>The topic.</summary>
    public string Name { get; }

    /// <summary>How many records were rejected since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The reason for the last rejection, for status; null before the first.</summary>
    public string? LastReason { get; private set; }

    /// <summary>
    /// The dead-letter topic of that name, made where there is none: as if by a person, so that no limit on automatic
    /// topics stands in its way. Throws <see cref="TopicException"/> where a topic of nearly the same name does.
    /// </summary>
    public static async ValueTask<Topic> FindOrCreateAsync(
        TopicCatalog topics, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(topics);
        if (topics.Find(name) is { } topic)
        {
            return topic;
        }

        try
        {
            return await topics.CreateAsync(name, 1, Settings, cancellation);
        }
        catch (TopicException) when (topics.Find(name) is not null)
        {
            // Another made it at the same moment.
            return topics.Find(name)!;
        }
    }

    /// <summary>
    /// Gives a dead letter without a key one of its own where the topic is compacted and takes none without.
    /// </summary>
    public static void EnsureKey(RawRecord letter, Topic topic)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(topic);
        if (letter.IsDeadLetter && letter.Key is null && topic.Config.IsCompacted)
        {
            letter.Key = Encoding.UTF8.GetBytes(Guid.CreateVersion7().ToString());
        }
    }

    /// <summary>Makes <paramref name="output"/> the dead letter of <paramref name="input"/>.</summary>
    internal void Address(RawRecord input, Rejection rejection, string? topic, RawRecord output)
    {
        Interlocked.Increment(ref _count);
        LastReason = $"{rejection.Pipeline}: {rejection.Cause.Message}";
        output.CopyFrom(input);
        output.Topic = topic ?? Name;
        output.IsDeadLetter = true;
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
