using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeLog.Gateway.Admin;

/// <summary>
/// Writes an enumeration's names in lower case, words joined by hyphens: <c>healthy</c>, <c>live-only</c>.
/// </summary>
internal sealed class LowerCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;
