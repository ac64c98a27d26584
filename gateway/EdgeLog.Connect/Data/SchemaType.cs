namespace EdgeLog.Connect;

/// <summary>The types of Connect's data model, and what holds their values here.</summary>
public enum SchemaType
{
    /// <summary><see cref="sbyte"/>.</summary>
    Int8,

    /// <summary><see cref="short"/>.</summary>
    Int16,

    /// <summary><see cref="int"/>.</summary>
    Int32,

    /// <summary><see cref="long"/>.</summary>
    Int64,

    /// <summary><see cref="float"/>.</summary>
    Float32,

    /// <summary><see cref="double"/>.</summary>
    Float64,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary><see cref="string"/>.</summary>
    String,

    /// <summary><see cref="byte"/> array.</summary>
    Bytes,

    /// <summary><see cref="List{T}"/> of objects.</summary>
    Array,

    /// <summary><see cref="ConnectMap"/>.</summary>
    Map,

    /// <summary><see cref="Connect.Struct"/>.</summary>
    Struct,
}
