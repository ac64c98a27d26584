using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>A text with <c>{name}</c> in it, to be filled with what a route's filter captured.</summary>
internal sealed class Template
{
    private readonly List<(string Text, int Capture)> _parts = [];

    private Template()
    {
    }

    /// <summary>Whether the text has no names in it.</summary>
    public bool IsConstant => _parts.TrueForAll(part => part.Capture < 0);

    /// <summary>Its texts and the captures between them, in order; a capture of -1 is text.</summary>
    public IReadOnlyList<(string Text, int Capture)> Parts => _parts;

    /// <summary>
    /// Parses a template over the names of a filter, in their order. Throws <see cref="ConfigException"/> for
    /// <paramref name="key"/> where it names another.
    /// </summary>
    public static Template Parse(string key, string text, IReadOnlyList<string> names)
    {
        var template = new Template();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf('{', position);

            // ${…} belongs to others and stays as it is.
            while (open > 0 && text[open - 1] == '$')
            {
                open = text.IndexOf('{', open + 1);
            }

            if (open < 0)
            {
                break;
            }

            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new ConfigException(key, $"\"{text}\": the brace at {open + 1} is not closed.");
            }

            template.AddText(text[position..open]);
            template._parts.Add((string.Empty, IndexOf(key, text[(open + 1)..close], names)));
            position = close + 1;
        }

        template.AddText(text[position..]);
        return template;
    }

    /// <summary>The text with the captures in their places.</summary>
    public string Fill(IReadOnlyList<string> captures)
    {
        var filled = new StringBuilder();
        foreach (var (text, capture) in _parts)
        {
            filled.Append(capture < 0 ? text : captures[capture]);
        }

        return filled.ToString();
    }

    private static int IndexOf(string key, string name, IReadOnlyList<string> names)
    {
        var plain = name.EndsWith('#') ? name[..^1] : name;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == plain)
            {
                return i;
            }
        }

        var known = names.Count == 0
            ? "it names no level"
            : "it names " + string.Join(", ", names.Select(n => $"{{{n}}}"));
        throw new ConfigException(key, $"{{{name}}} is not a level of the route's filter: {known}.");
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add((text, -1));
        }
    }
}
