using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EdgeLog.Connect;

/// <summary>
/// Schemas by the JSON they were read from, so that the one in every envelope is parsed once. Safe from any thread.
/// </summary>
internal sealed class JsonSchemaCache(JsonValueReader values, int size)
{
    private readonly ConcurrentDictionary<byte[], Schema> _schemas = new(BytesComparer.Instance);

    public Schema? Get(ReadOnlySpan<byte> json)
    {
        if (_schemas.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(json, out Schema? known))
        {
            return known;
        }

        using JsonDocument document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 500 });
        Schema? schema = new JsonSchemaReader(values).Read(document.RootElement);
        if (schema is not null && size > 0)
        {
            if (_schemas.Count >= size)
            {
                _schemas.Clear();
            }

            _schemas[json.ToArray()] = schema;
        }

        return schema;
    }

    private sealed class BytesComparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
