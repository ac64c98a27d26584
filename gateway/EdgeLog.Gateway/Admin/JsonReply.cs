using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgeLog.Gateway.Admin;

/// <summary>Reads and writes JSON bodies.</summary>
internal static class JsonReply
{
    /// <summary>Answers with an object.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    /// <summary>Reads the object that was sent.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) =>
        await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
        ?? throw new AdminException(400, "an object is missing");
}
