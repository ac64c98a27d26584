using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeLog.Devices;

/// <summary>A reading as the JSON of its record; the fields are described in the folder's README.</summary>
internal static class ReadingJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(SensorReading reading, string device, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("name"u8, reading.Name);
        if (reading.Value is { } value && double.IsFinite(value))
        {
            writer.WriteNumber("value"u8, value);
        }
        else
        {
            writer.WriteNull("value"u8);
        }

        writer.WriteString("unit"u8, reading.Unit);
        writer.WriteString("quality"u8, reading.Quality == SensorQuality.Good ? "good"u8 : "bad"u8);
        writer.WriteString(
            "time"u8, reading.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.WriteString("device"u8, device);
        if (reading.Error is not null)
        {
            writer.WriteString("error"u8, reading.Error);
        }

        writer.WriteEndObject();
    }
}
