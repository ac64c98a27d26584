using System.Collections.Frozen;

namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.transforms.ReplaceField</c>: keeps, removes and renames fields of the key or value, at
/// the
/// top level. A null key or value stays as it is.
/// </summary>
internal sealed class ReplaceField : Transform
{
    private const string Purpose = "field replacement";

    private readonly RecordSide _side;
    private readonly FrozenSet<string> _exclude;
    private readonly FrozenSet<string> _include;
    private readonly FrozenDictionary<string, string> _renames;
    private readonly FrozenDictionary<string, string> _originals;
    private readonly bool _replaceNullWithDefault;
    private readonly SchemaCache _schemas;

    public ReplaceField(RecordSide side, PropertyReader properties)
    {
        _side = side;
        _exclude = properties.List("exclude").ToFrozenSet(StringComparer.Ordinal);
        _include = properties.List("include").ToFrozenSet(StringComparer.Ordinal);
        (_renames, _originals) = ParseRenames(properties);
        _replaceNullWithDefault = properties.Flag("replace.null.with.default", absent: true);
        _schemas = new SchemaCache(UpdateSchema);
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
            ? record.WithOperating(_side, null, Replace(Requirements.Map(value, Purpose)))
            : Replace(record, Requirements.Struct(value, Purpose));
    }

    private static (FrozenDictionary<string, string> Renames, FrozenDictionary<string, string> Originals) ParseRenames(
        PropertyReader properties)
    {
        var renames = new Dictionary<string, string>(StringComparer.Ordinal);
        var originals = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<string> mappings = properties.List("renames");
        foreach (string mapping in mappings)
        {
            string[] parts = mapping.TrimEnd(':').Split(':');
            if (parts.Length != 2)
            {
                throw properties.Invalid(
                    "renames", $"[{string.Join(", ", mappings)}]", "Invalid rename mapping: " + mapping);
            }

            renames[parts[0]] = parts[1];
            originals[parts[1]] = parts[0];
        }

        return (
            renames.ToFrozenDictionary(StringComparer.Ordinal), originals.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private bool IsKept(string name) => !_exclude.Contains(name) && (_include.Count == 0 || _include.Contains(name));

    private string Renamed(string name) => _renames.GetValueOrDefault(name, name);

    private ConnectMap Replace(ConnectMap value)
    {
        var updated = new ConnectMap(value.Count);
        foreach ((object key, object? element) in value)
        {
            var name = (string)key;
            if (IsKept(name))
            {
                updated[Renamed(name)] = element;
            }
        }

        return updated;
    }

    private ConnectRecord Replace(ConnectRecord record, Struct value)
    {
        Schema schema = _schemas.Get(value.Schema);
        var updated = new Struct(schema);
        foreach (Field field in schema.Fields)
        {
            string original = _originals.GetValueOrDefault(field.Name, field.Name);
            updated.Put(
                field, _replaceNullWithDefault ? value.Get(original) : value.GetWithoutDefault(original));
        }

        return record.WithOperating(_side, schema, updated);
    }

    private Schema UpdateSchema(Schema schema)
    {
        SchemaBuilder builder = SchemaBuilder.CopyBasics(schema);
        foreach (Field field in schema.Fields)
        {
            if (IsKept(field.Name))
            {
                builder.WithField(Renamed(field.Name), field.Schema);
            }
        }

        return builder.Build();
    }
}
