using System.Text;

namespace EdgeLog.Connect;

/// <summary>A value of a struct schema: one slot for each field. Used by one thread while it is filled.</summary>
public sealed class Struct : IEquatable<Struct>
{
    private readonly object?[] _values;

    /// <summary>An empty struct of <paramref name="schema"/>, which must be of type STRUCT.</summary>
    public Struct(Schema schema)
    {
        if (schema.Type != SchemaType.Struct)
        {
            throw new DataException("Not a struct schema: " + schema);
        }

        Schema = schema;
        _values = new object?[schema.Fields.Length];
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>The field's value; its default where the value is null.</summary>
    public object? Get(Field field) => _values[field.Index] ?? field.Schema.Default;

    /// <summary>The field's value; its default where the value is null. Throws where there is no such field.</summary>
    public object? Get(string name) => Get(Require(name));

    /// <summary>The field's value as it was put.</summary>
    public object? GetWithoutDefault(Field field) => _values[field.Index];

    /// <summary>The field's value as it was put. Throws where there is no such field.</summary>
    public object? GetWithoutDefault(string name) => GetWithoutDefault(Require(name));

    /// <summary>
    /// Sets a field. Throws <see cref="DataException"/> where there is none of that name or the value does not fit.
    /// </summary>
    public Struct Put(string name, object? value) => Put(Require(name), value);

    /// <summary>Sets a field. Throws <see cref="DataException"/> where the value does not fit.</summary>
    public Struct Put(Field field, object? value)
    {
        SchemaValidation.ValidateField(field, value);
        _values[field.Index] = value;
        return this;
    }

    /// <inheritdoc />
    public bool Equals(Struct? other) =>
        other is not null
        && Schema.Equals(other.Schema)
        && _values.Zip(other._values).All(pair => DataEquality.AreEqual(pair.First, pair.Second));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Struct);

    /// <inheritdoc />
    public override int GetHashCode() => Schema.GetHashCode();

    /// <summary>As Kafka prints it: <c>Struct{a=1,b=x}</c>, without the fields that are null.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Struct{");
        foreach (Field field in Schema.Fields)
        {
            if (_values[field.Index] is { } value)
            {
                text.Append(text.Length > 7 ? "," : "").Append(field.Name).Append('=').Append(JavaNames.TextOf(value));
            }
        }

        return text.Append('}').ToString();
    }

    private Field Require(string name) =>
        Schema.FindField(name) ?? throw new DataException(name + " is not a valid field name");
}
