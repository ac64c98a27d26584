using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary>
/// Turns a line of input into a record: kcat's <c>%k</c>, <c>%s</c> and others between literal texts, or a JSON object.
/// </summary>
internal sealed class LineFormat
{
    private readonly List<LineField> _fields = [];
    private readonly byte[]? _key;
    private readonly bool _isJson;
    private string _tail = "";

    private LineFormat(string? key, bool isJson)
    {
        _key = Bytes(key);
        _isJson = isJson;
    }

    /// <summary>
    /// Reads a format: what prints records reads them too, but that a record gets its own topic and offset. Throws
    /// <see cref="CommandException"/> where it is none.
    /// </summary>
    public static LineFormat Parse(string format, string? key)
    {
        var parsed = new LineFormat(key, format == "json");
        if (!parsed._isJson)
        {
            parsed.ReadFields(format);
        }

        return parsed;
    }

    /// <summary>The record in a line. Throws <see cref="CommandException"/> where the line does not fit.</summary>
    public RecordFrame Read(string line)
    {
        if (_isJson)
        {
            return ReadJson(line);
        }

        var frame = new RecordFrame { Key = _key };
        var rest = line.AsSpan();
        for (var i = 0; i < _fields.Count; i++)
        {
            var (before, letter) = _fields[i];
            var next = i + 1 == _fields.Count ? _tail : _fields[i + 1].Before;
            if (!rest.StartsWith(before))
            {
                throw Misfit(line);
            }

            rest = rest[before.Length..];
            var isRest = i + 1 == _fields.Count && next.Length == 0;
            var end = isRest ? rest.Length : rest.IndexOf(next);
            if (end < 0)
            {
                throw Misfit(line);
            }

            frame = Set(frame, letter, rest[..end].ToString(), line);
            rest = rest[end..];
        }

        return rest.StartsWith(_tail) ? frame : throw Misfit(line);
    }

    private void ReadFields(string format)
    {
        var literal = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is not ('%' or '\\') || i + 1 == format.Length)
            {
                literal.Append(format[i]);
                continue;
            }

            i++;
            switch (format[i - 1], format[i])
            {
                case ('%', 'k' or 'v' or 's' or 'p' or 'T' or 'h' or 't' or 'o' or 'K' or 'S'):
                    _fields.Add(new LineField(literal.ToString(), format[i]));
                    literal.Clear();
                    break;
                case ('%', not '%'):
                    throw new CommandException(
                        $"-f {format}: %{format[i]} is not known. Known: %k %v %s %p %T %h %%, and %t %o %K %S, which "
                        + "are read over")
                    {
                        ExitCode = ExitCodes.Usage,
                    };
                case ('\\', _):
                    literal.Append(RecordFormat.Unescape(format[i]));
                    break;
                default:
                    literal.Append('%');
                    break;
            }
        }

        // A line comes without its end.
        _tail = literal.ToString().TrimEnd('\n');
    }

    private static RecordFrame Set(RecordFrame frame, char letter, string text, string line) => letter switch
    {
        'k' => frame with { Key = Bytes(text) },
        'v' or 's' => frame with { Value = Bytes(text) },
        'h' => frame with { Headers = Headers(text) },
        'p' => frame with { Partition = (int)Number(text, int.MaxValue, line) },
        'T' => frame with { TimestampMs = Number(text, long.MaxValue, line) },
        _ => frame,
    };

    private static List<(byte[] Name, byte[]? Value)> Headers(string text)
    {
        var headers = new List<(byte[] Name, byte[]? Value)>();
        foreach (var header in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = header.IndexOf('=', StringComparison.Ordinal);
            headers.Add(equals < 0
                ? (Encoding.UTF8.GetBytes(header), null)
                : (Encoding.UTF8.GetBytes(header[..equals]), Encoding.UTF8.GetBytes(header[(equals + 1)..])));
        }

        return headers;
    }

    private static long Number(string text, long most, string line) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= -1 && number <= most
            ? number
            : throw new CommandException($"{text} is no partition or time, in the line: {line}");

    private static CommandException Misfit(string line) => new($"a line does not fit the format: {line}");

    private RecordFrame ReadJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var headers = root.TryGetProperty("headers", out var map)
                ? map.EnumerateObject().Select(h => (Encoding.UTF8.GetBytes(h.Name), Text(h.Value))).ToList()
                : [];
            return new RecordFrame
            {
                Key = root.TryGetProperty("key", out var key) ? Text(key) : _key,
                Value = root.TryGetProperty("value", out var value) ? Text(value) : null,
                Partition = root.TryGetProperty("partition", out var partition) ? partition.GetInt32() : -1,
                TimestampMs = root.TryGetProperty("timestamp", out var time) ? time.GetInt64() : -1,
                Headers = headers,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CommandException($"a line is not a JSON object with key, value, headers: {line}", exception);
        }
    }

    private static byte[]? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Encoding.UTF8.GetBytes(element.GetString()!),
        _ => Encoding.UTF8.GetBytes(element.GetRawText()),
    };

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
