using System.Collections.Immutable;

namespace EdgeLog.Connect;

/// <summary>Puts a <see cref="Schema"/> together. Used by one thread.</summary>
public sealed class SchemaBuilder
{
    private readonly ImmutableArray<Field>.Builder _fields = ImmutableArray.CreateBuilder<Field>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Starts a required schema of <paramref name="type"/>.</summary>
    public SchemaBuilder(SchemaType type) => Type = type;

    /// <summary>Starts an array of <paramref name="element"/>.</summary>
    public static SchemaBuilder Array(Schema element) => new(SchemaType.Array) { ValueSchema = element };

    /// <summary>Starts a map from <paramref name="key"/> to <paramref name="value"/>.</summary>
    public static SchemaBuilder Map(Schema key, Schema value) =>
        new(SchemaType.Map) { KeySchema = key, ValueSchema = value };

    /// <summary>
    /// Starts a struct that keeps of <paramref name="source"/> what Kafka's transforms keep: name, version, doc,
    /// parameters.
    /// </summary>
    public static SchemaBuilder CopyBasics(Schema source) =>
        new(SchemaType.Struct)
        {
            Name = source.Name,
            Version = source.Version,
            Doc = source.Doc,
            Parameters = source.Parameters,
        };

    internal SchemaType Type { get; }

    internal bool IsOptional { get; private set; }

    internal object? Default { get; private set; }

    internal string? Name { get; private set; }

    internal int? Version { get; private set; }

    internal string? Doc { get; private set; }

    internal ImmutableSortedDictionary<string, string>? Parameters { get; private set; }

    internal Schema? KeySchema { get; private init; }

    internal Schema? ValueSchema { get; private init; }

    internal ImmutableArray<Field> Fields => _fields.ToImmutable();

    /// <summary>Makes null a value.</summary>
    public SchemaBuilder Optional()
    {
        IsOptional = true;
        return this;
    }

    /// <summary>
    /// Sets what stands in for null. Throws <see cref="SchemaBuilderException"/> where it does not fit the type.
    /// </summary>
    public SchemaBuilder WithDefault(object? value)
    {
        try
        {
            SchemaValidation.Validate(Build(), value, location: null);
        }
        catch (DataException e)
        {
            throw new SchemaBuilderException("Invalid default value", e);
        }

        Default = value;
        return this;
    }

    /// <summary>Sets the name.</summary>
    public SchemaBuilder WithName(string? name)
    {
        Name = name;
        return this;
    }

    /// <summary>Sets the version.</summary>
    public SchemaBuilder WithVersion(int? version)
    {
        Version = version;
        return this;
    }

    /// <summary>Sets the documentation.</summary>
    public SchemaBuilder WithDoc(string? doc)
    {
        Doc = doc;
        return this;
    }

    /// <summary>Adds a parameter.</summary>
    public SchemaBuilder WithParameter(string name, string value)
    {
        Parameters = (Parameters ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal))
            .SetItem(name, value);
        return this;
    }

    /// <summary>Adds a field. Throws <see cref="SchemaBuilderException"/> where there is one of that name.</summary>
    public SchemaBuilder WithField(string name, Schema schema)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new SchemaBuilderException("fieldName cannot be null.");
        }

        if (!_names.Add(name))
        {
            throw new SchemaBuilderException("Cannot create field because of field name duplication " + name);
        }

        _fields.Add(new Field(name, _fields.Count, schema));
        return this;
    }

    /// <summary>The schema.</summary>
    public Schema Build() => new(this);
}
