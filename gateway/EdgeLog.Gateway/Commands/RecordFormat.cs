using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary>Prints records the way <c>kcat -f</c> does, or as one JSON object a line.</summary>
internal sealed class RecordFormat
{
    private readonly string _topic;
    private readonly IReadOnlyList<Action<RecordFrame, Stream>> _parts;

    private RecordFormat(string topic, string format)
    {
        _topic = topic;
        _parts = format == "json" ? [WriteJson] : Parts(format);
    }

    /// <summary>Reads a format. Throws <see cref="CommandException"/> where it is none.</summary>
    public static RecordFormat Parse(string format, string topic) => new(topic, format);

    /// <summary>Prints one record.</summary>
    public void Write(RecordFrame frame, Stream output)
    {
        foreach (var part in _parts)
        {
            part(frame, output);
        }
    }

    private List<Action<RecordFrame, Stream>> Parts(string format)
    {
        var parts = new List<Action<RecordFrame, Stream>>();
        for (var i = 0; i < format.Length; i++)
        {
            var isSpecial = format[i] is '%' or '\\' && i + 1 < format.Length;
            parts.Add(
                !isSpecial
                ? Literal(format[i]) : format[i] == '%' ? Field(format[i + 1]) : Literal(Unescape(format[i + 1])));
            i += isSpecial ? 1 : 0;
        }

        return parts;
    }

    /// <summary>What a letter behind a backslash stands for.</summary>
    internal static char Unescape(char letter) =>
        letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', _ => letter };

    private static Action<RecordFrame, Stream> Literal(char character)
    {
        var bytes = Encoding.UTF8.GetBytes([character]);
        return (_, output) => output.Write(bytes);
    }

    private Action<RecordFrame, Stream> Field(char letter) => letter switch
    {
        'k' => (frame, output) => output.Write(frame.Key),
        'v' or 's' => (frame, output) => output.Write(frame.Value),
        'o' => (frame, output) => Put(output, frame.Offset),
        'p' => (frame, output) => Put(output, frame.Partition),
        't' => (_, output) => output.Write(Encoding.UTF8.GetBytes(_topic)),
        'T' => (frame, output) => Put(output, frame.TimestampMs),
        'K' => (frame, output) => Put(output, frame.Key?.Length ?? -1),
        'S' => (frame, output) => Put(output, frame.Value?.Length ?? -1),
        'h' => (frame, output) => output.Write(Encoding.UTF8.GetBytes(string.Join(
            ',', frame.Headers.Select(
                h => $"{Encoding.UTF8.GetString(h.Name)}={Encoding.UTF8.GetString(h.Value ?? [])}")))),
        '%' => (_, output) => output.WriteByte((byte)'%'),
        _ => throw new CommandException($"-f: %{letter} is not known. Known: %k %v %s %o %p %t %T %K %S %h %%")
        {
            ExitCode = ExitCodes.Usage,
        },
    };

    private void WriteJson(RecordFrame frame, Stream output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("topic", _topic);
            json.WriteNumber("partition", frame.Partition);
            json.WriteNumber("offset", frame.Offset);
            json.WriteNumber("timestamp", frame.TimestampMs);
            WriteBytes(json, "key", frame.Key);
            WriteBytes(json, "value", frame.Value);
            json.WriteStartObject("headers");
            foreach (var (name, value) in frame.Headers)
            {
                WriteBytes(json, Encoding.UTF8.GetString(name), value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    // What is no text cannot stand in a JSON string; it goes as base64 under a name that says so.
    private static void WriteBytes(Utf8JsonWriter json, string name, byte[]? bytes)
    {
        if (bytes is null)
        {
            json.WriteNull(name);
        }
        else if (Utf8.IsValid(bytes))
        {
            json.WriteString(name, bytes);
        }
        else
        {
            json.WriteBase64String(name + "_base64", bytes);
        }
    }

    private static void Put(Stream output, long number) =>
        output.Write(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
}
