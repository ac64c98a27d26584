namespace EdgeLog.Connect;

/// <summary>
/// A record's data does not fit its schema, or what was asked of it. Kafka Connect's exception of that name.
/// </summary>
public class DataException : Exception
{
    /// <summary>Says what does not fit, in Kafka's words where Kafka has them.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Says what does not fit and what lies beneath.</summary>
    public DataException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>
    /// The name that Connect's error headers give: <c>org.apache.kafka.connect.errors.DataException</c>.
    /// </summary>
    public virtual string JavaClassName => "org.apache.kafka.connect.errors.DataException";
}

/// <summary>A schema was put together wrongly, for example with two fields of one name.</summary>
public sealed class SchemaBuilderException : DataException
{
    /// <summary>Says what is wrong with the schema.</summary>
    public SchemaBuilderException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong with the schema and what lies beneath.</summary>
    public SchemaBuilderException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc />
    public override string JavaClassName => "org.apache.kafka.connect.errors.SchemaBuilderException";
}
