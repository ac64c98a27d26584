using System.Text;
using System.Text.Json;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Gateway.Client;

namespace EdgeLog.Gateway.Commands;

/// <summary>
/// Turns a line of input into a record: <c>%k</c> and <c>%v</c> between literal texts, or a JSON object.
/// </summary>
internal sealed class LineFormat
{
    private readonly IReadOnlyList<string> _parts;
    private readonly byte[]? _key;
    private readonly bool _isJson;

    private LineFormat(IReadOnlyList<string> parts, string? key)
    {
        _parts = parts;
        _isJson = parts is ["json"];
        _key = key is null ? null : Encoding.UTF8.GetBytes(key);
    }

    /// <summary>Reads a format. Throws <see cref="CommandException"/> where it is none.</summary>
    public static LineFormat Parse(string format, string? key)
    {
        if (format == "json")
        {
            return new LineFormat(["json"], key);
        }

        var parts = new List<string>();
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
                case ('%', 'k' or 'v' or 's'):
                    parts.Add(literal.ToString());
                    parts.Add(format[i] == 'k' ? "%k" : "%v");
                    literal.Clear();
                    break;
                case ('\\', 't'):
                    literal.Append('\t');
                    break;
                case ('%', not '%'):
                    throw new CommandException($"-f {format}: %{format[i]} is not known when producing; %k and %v are")
                    {
                        ExitCode = ExitCodes.Usage,
                    };
                default:
                    literal.Append(format[i]);
                    break;
            }
        }

        parts.Add(literal.ToString());
        return new LineFormat(parts, key);
    }

    /// <summary>The record in a line. Throws <see cref="CommandException"/> where the line does not fit.</summary>
    public RecordFrame Read(string line)
    {
        if (_isJson)
        {
            return ReadJson(line);
        }

        string? key = null;
        string? value = null;
        var rest = line.AsSpan();
        for (var i = 0; i < _parts.Count; i += 2)
        {
            if (!rest.StartsWith(_parts[i]))
            {
                throw new CommandException($"a line does not fit the format: {line}");
            }

            rest = rest[_parts[i].Length..];
            if (i + 1 == _parts.Count)
            {
                break;
            }

            var next = _parts[i + 2];
            var end = i + 3 == _parts.Count && next.Length == 0 ? rest.Length : rest.IndexOf(next);
            if (end < 0)
            {
                throw new CommandException($"a line does not fit the format: {line}");
            }

            if (_parts[i + 1] == "%k")
            {
                key = rest[..end].ToString();
            }
            else
            {
                value = rest[..end].ToString();
            }

            rest = rest[end..];
        }

        return new RecordFrame { Key = Bytes(key) ?? _key, Value = Bytes(value) };
    }

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
