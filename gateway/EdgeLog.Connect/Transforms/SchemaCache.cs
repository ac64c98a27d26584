using System.Collections.Concurrent;

namespace EdgeLog.Connect;

/// <summary>
/// Remembers what a transform made of a schema. Bounded: emptied when full, as a route sees few schemas.
/// </summary>
internal sealed class SchemaCache(Func<Schema, Schema> update)
{
    private const int MaxSchemas = 64;

    private readonly ConcurrentDictionary<Schema, Schema> _updated = new();

    public Schema Get(Schema schema)
    {
        if (_updated.TryGetValue(schema, out Schema? known))
        {
            return known;
        }

        Schema made = update(schema);
        if (_updated.Count >= MaxSchemas)
        {
            _updated.Clear();
        }

        _updated[schema] = made;
        return made;
    }
}
