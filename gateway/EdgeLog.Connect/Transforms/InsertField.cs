namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.transforms.InsertField</c>: adds the record's topic, partition, timestamp or a fixed
/// text
/// as fields of its key or value. A null key or value stays as it is.
/// </summary>
internal sealed class InsertField : Transform
{
    private const string Purpose = "field insertion";

    private readonly RecordSide _side;
    private readonly InsertionSpec? _topic;
    private readonly InsertionSpec? _partition;
    private readonly InsertionSpec? _offset;
    private readonly InsertionSpec? _timestamp;
    private readonly InsertionSpec? _static;
    private readonly string? _staticValue;
    private readonly bool _replaceNullWithDefault;
    private readonly SchemaCache _schemas;

    public InsertField(RecordSide side, PropertyReader properties)
    {
        _side = side;
        _topic = InsertionSpec.Parse(properties.Find("topic.field"));
        _partition = InsertionSpec.Parse(properties.Find("partition.field"));
        _offset = InsertionSpec.Parse(properties.Find("offset.field"));
        _timestamp = InsertionSpec.Parse(properties.Find("timestamp.field"));
        _static = InsertionSpec.Parse(properties.Find("static.field"));
        _staticValue = properties.Find("static.value");
        _replaceNullWithDefault = properties.Flag("replace.null.with.default", absent: true);
        _schemas = new SchemaCache(UpdateSchema);
        if (_topic is null && _partition is null && _offset is null && _timestamp is null && _static is null)
        {
            throw properties.Wrong("type", "No field insertion configured");
        }

        if (_static is not null && _staticValue is null)
        {
            throw properties.Invalid("static.value", null, "No value specified for static field: " + _static.Name);
        }
    }

    internal override RecordSide? Reads => _side;

    public override ConnectRecord Apply(ConnectRecord record)
    {
        object? value = record.Operating(_side);
        if (value is null)
        {
            return record;
        }

        return record.OperatingSchema(_side) is null
            ? record.WithOperating(_side, null, Insert(record, Requirements.Map(value, Purpose)))
            : Insert(record, Requirements.Struct(value, Purpose));
    }

    private ConnectMap Insert(ConnectRecord record, ConnectMap value)
    {
        var updated = new ConnectMap(value);
        if (_topic is not null)
        {
            updated[_topic.Name] = record.Topic;
        }

        if (_partition is not null && record.Partition is { } partition)
        {
            updated[_partition.Name] = partition;
        }

        if (_offset is not null)
        {
            throw NoOffset();
        }

        if (_timestamp is not null && record.TimestampMs is { } timestampMs)
        {
            updated[_timestamp.Name] = timestampMs;
        }

        if (_static is not null)
        {
            updated[_static.Name] = _staticValue;
        }

        return updated;
    }

    private ConnectRecord Insert(ConnectRecord record, Struct value)
    {
        Schema schema = _schemas.Get(value.Schema);
        var updated = new Struct(schema);
        foreach (Field field in value.Schema.Fields)
        {
            updated.Put(field.Name, _replaceNullWithDefault ? value.Get(field) : value.GetWithoutDefault(field));
        }

        if (_topic is not null)
        {
            updated.Put(_topic.Name, record.Topic);
        }

        if (_partition is not null && record.Partition is { } partition)
        {
            updated.Put(_partition.Name, partition);
        }

        if (_offset is not null)
        {
            throw NoOffset();
        }

        if (_timestamp is not null && record.TimestampMs is { } timestampMs)
        {
            updated.Put(_timestamp.Name, new ConnectDate(timestampMs));
        }

        if (_static is not null)
        {
            updated.Put(_static.Name, _staticValue);
        }

        return record.WithOperating(_side, schema, updated);
    }

    private Schema UpdateSchema(Schema schema)
    {
        SchemaBuilder builder = SchemaBuilder.CopyBasics(schema);
        foreach (Field field in schema.Fields)
        {
            builder.WithField(field.Name, field.Schema);
        }

        Add(builder, _topic, SchemaType.String);
        Add(builder, _partition, SchemaType.Int32);
        Add(builder, _offset, SchemaType.Int64);
        if (_timestamp is not null)
        {
            builder.WithField(
                _timestamp.Name,
                _timestamp.IsOptional ? LogicalTypes.OptionalTimestampSchema : LogicalTypes.TimestampSchema);
        }

        Add(builder, _static, SchemaType.String);
        return builder.Build();
    }

    private static void Add(SchemaBuilder builder, InsertionSpec? spec, SchemaType type)
    {
        if (spec is not null)
        {
            builder.WithField(spec.Name, spec.SchemaOf(type));
        }
    }

    private static DataException NoOffset() => new(
        $"Only SinkRecord supported for [{Purpose}], found: org.apache.kafka.connect.source.SourceRecord");
}
