using System.Text.Json.Serialization;

namespace EdgeLog.Storage;

/// <summary>Gap records as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GapRecord))]
internal sealed partial class GapJson : JsonSerializerContext;
