using System.Text.Json.Serialization;

namespace EdgeLog.Storage;

/// <summary>The catalog's records as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TopicRecord))]
[JsonSerializable(typeof(ProducerIdsRecord))]
internal sealed partial class CatalogJson : JsonSerializerContext;
