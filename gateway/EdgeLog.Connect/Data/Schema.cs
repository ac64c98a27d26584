using System.Collections.Immutable;

namespace EdgeLog.Connect;

/// <summary>
/// A schema of Connect's data model. Immutable; two are equal when everything in them is, defaults and names included.
/// Built by <see cref="SchemaBuilder"/>.
/// </summary>
public sealed class Schema : IEquatable<Schema>
{
    private readonly Dictionary<string, Field> _fieldsByName;
    private int _hash;

    internal Schema(SchemaBuilder builder)
    {
        Type = builder.Type;
        IsOptional = builder.IsOptional;
        Default = builder.Default;
        Name = builder.Name;
        Version = builder.Version;
        Doc = builder.Doc;
        Parameters = builder.Parameters;
        KeySchema = builder.KeySchema;
        ValueSchema = builder.ValueSchema;
        Fields = builder.Fields;
        _fieldsByName = Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>A required string.</summary>
    public static Schema String { get; } = new SchemaBuilder(SchemaType.String).Build();

    /// <summary>An optional string.</summary>
    public static Schema OptionalString { get; } = new SchemaBuilder(SchemaType.String).Optional().Build();

    /// <summary>Optional bytes.</summary>
    public static Schema OptionalBytes { get; } = new SchemaBuilder(SchemaType.Bytes).Optional().Build();

    /// <summary>The type.</summary>
    public SchemaType Type { get; }

    /// <summary>Whether null is a value.</summary>
    public bool IsOptional { get; }

    /// <summary>What stands in for null; null where nothing does.</summary>
    public object? Default { get; }

    /// <summary>The name; that of a logical type gives the values another meaning.</summary>
    public string? Name { get; }

    /// <summary>The version.</summary>
    public int? Version { get; }

    /// <summary>The documentation.</summary>
    public string? Doc { get; }

    /// <summary>Further parameters, such as a decimal's scale; null where there are none.</summary>
    public ImmutableSortedDictionary<string, string>? Parameters { get; }

    /// <summary>The schema of a map's keys.</summary>
    public Schema? KeySchema { get; }

    /// <summary>The schema of a map's values or an array's elements.</summary>
    public Schema? ValueSchema { get; }

    /// <summary>A struct's fields, in order.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <summary>The field of that name, or null.</summary>
    public Field? FindField(string name) => _fieldsByName.GetValueOrDefault(name);

    /// <inheritdoc />
    public bool Equals(Schema? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null
            && Type == other.Type
            && IsOptional == other.IsOptional
            && Version == other.Version
            && Name == other.Name
            && Doc == other.Doc
            && Fields.SequenceEqual(other.Fields)
            && Equals(KeySchema, other.KeySchema)
            && Equals(ValueSchema, other.ValueSchema)
            && DataEquality.AreEqual(Default, other.Default)
            && ParametersEqual(other);
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var hash = default(HashCode);
            hash.Add(Type);
            hash.Add(IsOptional);
            hash.Add(Name);
            hash.Add(Version);
            hash.Add(KeySchema);
            hash.Add(ValueSchema);
            foreach (Field field in Fields)
            {
                hash.Add(field);
            }

            _hash = hash.ToHashCode() | 1;
        }

        return _hash;
    }

    /// <summary>As Kafka prints it: <c>Schema{name:TYPE}</c>.</summary>
    public override string ToString() =>
        Name is null ? $"Schema{{{Type.JavaName()}}}" : $"Schema{{{Name}:{Type.JavaName()}}}";

    private bool ParametersEqual(Schema other) =>
        Parameters is null || other.Parameters is null
            ? ReferenceEquals(Parameters, other.Parameters)
            : Parameters.SequenceEqual(other.Parameters);
}
