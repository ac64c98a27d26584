using EdgeLog.Gateway.Configuration.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeLog.Gateway.Configuration.Yaml;

/// <summary>
/// Reads one YAML text into nodes that know their places. A syntax error that is one of YAML's known traps is reported,
/// mended in memory and read over, so that the errors behind it are reported as well.
/// </summary>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 32;
    private const int MaxRepairs = 50;

    private readonly string _file;
    private readonly ConfigErrorList _errors;
    private string _text;
    private Parser _parser;

    private YamlTreeReader(string file, string text, ConfigErrorList errors)
    {
        _file = file;
        _errors = errors;
        _text = text;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The root map of <paramref name="text"/>, or null where it has none; problems go to the list.</summary>
    public static ConfigMap? Read(string file, string text, ConfigErrorList errors)
    {
        var reader = new YamlTreeReader(file, text, errors);
        for (var repair = 0; repair <= MaxRepairs; repair++)
        {
            try
            {
                return reader.ReadDocument();
            }
            catch (YamlException exception)
            {
                var trap = YamlTrap.Explain(reader._text, exception);
                errors.Add(new SourceMark(file, trap.Line, trap.Column), string.Empty, trap.Text, trap.Message);
                if (trap.Mended is null || trap.Mended == reader._text)
                {
                    return null;
                }

                reader._text = trap.Mended;
                reader._parser = new Parser(new StringReader(trap.Mended));
            }
        }

        return null;
    }

    private ConfigMap? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(string.Empty, depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _errors.Add(
                At(second.Start), string.Empty, "---", "a second document. Put all settings into one, or use include.");
        }

        switch (root)
        {
            case ConfigMap map:
                return map;
            case ConfigScalar { IsNull: true }:
                return null;
            default:
                _errors.Add(
                    root.Mark, string.Empty, null, "the file must be a map of sections, such as mqtt: and devices:.");
                return null;
        }
    }

    private ConfigNode ReadNode(string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "nested too deeply");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ConfigScalar(
                At(scalar.Start), scalar.Value, scalar.Style == YamlDotNet.Core.ScalarStyle.Plain
                    ? ScalarStyle.Plain
                    : ScalarStyle.Quoted);
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            return ReadList(sequence, path, depth);
        }

        if (_parser.TryConsume<MappingStart>(out var mapping))
        {
            return ReadMap(mapping, path, depth);
        }

        var other = _parser.Consume<ParsingEvent>();
        _errors.Add(
            At(other.Start), path, _text[(int)other.Start.Index..(int)other.End.Index],
            "YAML aliases are not supported. A text that starts with * needs quotes.");
        return new ConfigScalar(At(other.Start), string.Empty, ScalarStyle.Quoted);
    }

    private ConfigList ReadList(SequenceStart start, string path, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        }

        return new ConfigList(At(start.Start), items);
    }

    private ConfigMap ReadMap(MappingStart start, string path, int depth)
    {
        var entries = new List<ConfigEntry>();
        var seen = new Dictionary<string, SourceMark>(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var node = ReadNode(path, depth + 1);
            var key = node as ConfigScalar ?? new ConfigScalar(node.Mark, SourceOf(node), ScalarStyle.Quoted);
            var keyPath = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            var value = ReadNode(keyPath, depth + 1);
            if (node is not ConfigScalar)
            {
                _errors.Add(
                    node.Mark, path, null, "a key must be a text; unquoted braces or brackets are a map or a list.");
            }
            else if (seen.TryGetValue(key.Text, out var first))
            {
                _errors.Add(key.Mark, keyPath, null, $"set twice; the first is in line {first.Line}. Remove one.");
            }
            else
            {
                seen.Add(key.Text, key.Mark);
                entries.Add(new ConfigEntry(key, value));
            }
        }

        var end = _parser.Consume<MappingEnd>();
        var source = start.Style == MappingStyle.Flow ? Braces(start.Start, end.End) : null;
        return new ConfigMap(At(start.Start), entries, source);
    }

    // The end that the parser gives lies before or behind the closing brace, depending on what the last value was.
    private string Braces(Mark start, Mark end)
    {
        var text = _text[(int)start.Index..(int)end.Index].TrimEnd();
        if (text.EndsWith('}'))
        {
            return text;
        }

        var close = _text.IndexOf('}', (int)end.Index);
        return close < 0 ? text : _text[(int)start.Index..(close + 1)];
    }

    private static string SourceOf(ConfigNode node) => (node as ConfigMap)?.Source ?? string.Empty;

    private SourceMark At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}
