using System.Runtime.InteropServices;
using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// What a route's or sensor's records go through: converters, transforms, converters. Without transforms a record
/// passes as
/// it is, undecoded. Safe from any thread, as long as each brings its own <see cref="RawRecord"/>s.
/// </summary>
public sealed class RecordPipeline
{
    private readonly string _name;
    private readonly TransformChain _chain;
    private readonly string _keyClass;
    private readonly Converter _keyConverter;
    private readonly string _valueClass;
    private readonly Converter _valueConverter;
    private readonly DeadLetterTopic _deadLetters;
    private readonly string? _deadLetterTopic;

    private RecordPipeline(string name, PropertyReader properties, DeadLetterTopic deadLetters)
    {
        _name = name;
        _deadLetters = deadLetters;
        _chain = TransformChain.Create(properties);
        (_keyClass, _keyConverter) = CreateConverter(properties, "key.converter", RecordSide.Key);
        (_valueClass, _valueConverter) = CreateConverter(properties, "value.converter", RecordSide.Value);
        _deadLetterTopic = properties.Find("errors.deadletterqueue.topic.name") is { Length: > 0 } topic
            ? CheckTopic(properties, topic)
            : null;
        properties.Find("errors.deadletterqueue.context.headers.enable");
        properties.Find("errors.tolerance");
        properties.Find("errors.log.enable");
        properties.Find("errors.log.include.messages");
        UnknownProperties = properties.Unknown;
        KnownProperties = properties.Known;
        Warnings = [.. properties.Unknown.Select(key => $"{key}: unknown property, ignored")];
    }

    /// <summary>Whether records pass undecoded, so that <see cref="Run"/> need not be called.</summary>
    public bool IsPassThrough => _chain.IsEmpty;

    /// <summary>Where its dead letters go.</summary>
    public string DeadLetterTopicName => _deadLetterTopic ?? _deadLetters.Name;

    /// <summary>Properties that nothing here knows; Kafka Connect warns of them too.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Properties that were given and that nothing here knows, by their full names.</summary>
    public IReadOnlyList<string> UnknownProperties { get; }

    /// <summary>Properties that could be given, by their full names: for suggestions.</summary>
    public IReadOnlyCollection<string> KnownProperties { get; }

    /// <summary>
    /// Builds a pipeline from <c>transforms</c>, <c>predicates</c>, <c>key.converter</c>, <c>value.converter</c> and
    /// <c>errors.deadletterqueue.topic.name</c>. Throws <see cref="ConfigException"/> for the first thing wrong.
    /// </summary>
    /// <param name="name">The route, sensor or connector, for dead letters.</param>
    /// <param name="properties">Connect's properties, by their full names.</param>
    /// <param name="deadLetters">Where rejected records go.</param>
    public static RecordPipeline Create(
        string name, IReadOnlyDictionary<string, string> properties, DeadLetterTopic deadLetters) =>
        new(name, new PropertyReader(properties), deadLetters);

    /// <summary>
    /// Takes one record through. Never throws for what a record holds: what cannot be converted or transformed comes
    /// out as
    /// a dead letter. The output may share the input's bytes.
    /// </summary>
    public PipelineOutcome Run(RawRecord input, RawRecord output)
    {
        if (_chain.IsEmpty)
        {
            output.CopyFrom(input);
            return PipelineOutcome.Passed;
        }

        PipelineStage stage = PipelineStage.KeyConverter;
        string className = _keyClass;
        try
        {
            SchemaAndValue key = _keyConverter.ToConnect(input.Key);
            (stage, className) = (PipelineStage.ValueConverter, _valueClass);
            SchemaAndValue value = _valueConverter.ToConnect(input.Value);
            ConnectRecord? record = new SourceRecord
            {
                Topic = input.Topic,
                KeySchema = key.Schema,
                Key = key.Value,
                ValueSchema = value.Schema,
                Value = value.Value,
                TimestampMs = input.TimestampMs,
                Headers = ReadHeaders(input),
            };

            stage = PipelineStage.Transformation;
            foreach (TransformStep step in _chain.Steps)
            {
                className = step.ClassName;
                record = step.Runs(record) ? step.Transform.Apply(record) : record;
                if (record is null)
                {
                    return PipelineOutcome.Dropped;
                }
            }

            if (TopicName.Check(record.Topic) is { } problem)
            {
                throw new DataException(problem);
            }

            (stage, className) = (PipelineStage.KeyConverter, _keyClass);
            ReadOnlyMemory<byte>? keyBytes = _keyConverter.FromConnect(record.KeySchema, record.Key);
            (stage, className) = (PipelineStage.ValueConverter, _valueClass);
            ReadOnlyMemory<byte>? valueBytes = _valueConverter.FromConnect(record.ValueSchema, record.Value);
            output.CopyFrom(input);
            output.Topic = record.Topic;
            output.Key = keyBytes;
            output.Value = valueBytes;
            output.TimestampMs = record.TimestampMs ?? input.TimestampMs;
            return PipelineOutcome.Passed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _deadLetters.Address(input, new Rejection(_name, stage, className, e), _deadLetterTopic, output);
            return PipelineOutcome.DeadLettered;
        }
    }

    /// <summary>
    /// Makes <paramref name="output"/> the dead letter of a record that its topic refuses, for
    /// <paramref name="reason"/>.
    /// </summary>
    public void Reject(RawRecord input, string reason, RawRecord output)
    {
        var rejection = new Rejection(_name, PipelineStage.KafkaProduce, "EdgeLog", new DataException(reason));
        _deadLetters.Address(input, rejection, _deadLetterTopic, output);
    }

    private static string CheckTopic(PropertyReader properties, string topic) =>
        TopicName.Check(topic) is { } problem
            ? throw properties.Wrong("errors.deadletterqueue.topic.name", problem)
            : topic;

    private static List<ConnectHeader> ReadHeaders(RawRecord input)
    {
        var headers = new List<ConnectHeader>(input.Headers.Count);
        foreach (RawHeader header in CollectionsMarshal.AsSpan(input.Headers))
        {
            headers.Add(new ConnectHeader(
                Encoding.UTF8.GetString(header.Name.Span), Schema.OptionalBytes, header.Value?.ToArray()));
        }

        return headers;
    }

    private (string ClassName, Converter Made) CreateConverter(PropertyReader properties, string key, RecordSide side)
    {
        if (properties.Find(key) is not null)
        {
            return ConnectorCatalog.CreateConverter(properties, key);
        }

        TransformStep? needy = _chain.Steps.FirstOrDefault(step => step.Transform.Reads == side);
        return needy is null
            ? ("org.apache.kafka.connect.converters.ByteArrayConverter", ByteArrayConverter.Instance)
            : throw properties.Wrong(
                key,
                $"{needy.ClassName} works on fields, and bytes have none. Set {key}, for example to JsonConverter "
                + $"with {key}.schemas.enable: false");
    }
}
