using System.Globalization;
using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// Rewrites a pattern from Java's dialect into .NET's: groups numbered left to right whether named or not, ASCII
/// <c>\d \w \s</c>, <c>\Q…\E</c>, <c>\h</c>, <c>\R</c>, POSIX classes. What .NET cannot express is refused.
/// </summary>
internal sealed class JavaRegexTranslator
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["Lower"] = "a-z",
        ["Upper"] = "A-Z",
        ["Alpha"] = "a-zA-Z",
        ["Digit"] = "0-9",
        ["Alnum"] = "a-zA-Z0-9",
        ["Punct"] = @"!-/:-@\[-`{-~",
        ["Graph"] = "!-~",
        ["Print"] = " -~",
        ["Blank"] = @" \t",
        ["Cntrl"] = @"\x00-\x1F\x7F",
        ["XDigit"] = "0-9a-fA-F",
        ["Space"] = @" \t\n\x0B\f\r",
        ["ASCII"] = @"\x00-\x7F",
    };

    private readonly string _source;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private int _position;
    private bool _inClass;

    /// <summary>Translates. Throws <see cref="ArgumentException"/> for what .NET cannot express.</summary>
    public JavaRegexTranslator(string source)
    {
        _source = source;
        while (_position < source.Length)
        {
            Next();
        }

        if (_inClass)
        {
            throw new ArgumentException("Unclosed character class");
        }
    }

    public string Pattern => _output.ToString();

    public int GroupCount { get; private set; }

    public IReadOnlyDictionary<string, int> GroupNumbers => _groups;

    private bool At(string text) => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0;

    private void Next()
    {
        char c = _source[_position];
        if (c == '\\')
        {
            Escape();
        }
        else if (_inClass)
        {
            InClass(c);
        }
        else if (c == '[')
        {
            OpenClass();
        }
        else if (c == '(')
        {
            Group();
        }
        else
        {
            Plain(c);
        }
    }

    private void Plain(char c)
    {
        _position++;
        _output.Append(c);
        bool isQuantifier = c is '*' or '+' or '?' or '}';
        if (isQuantifier && _position < _source.Length && _source[_position] == '+')
        {
            throw new ArgumentException($"possessive quantifiers are not supported, at index {_position}");
        }
    }

    private void OpenClass()
    {
        _inClass = true;
        _position++;
        _output.Append('[');
        if (At("^"))
        {
            _position++;
            _output.Append('^');
        }
    }

    private void InClass(char c)
    {
        if (c == '[' || At("&&"))
        {
            throw new ArgumentException($"nested and intersected classes are not supported, at index {_position}");
        }

        _inClass = c != ']';
        _position++;
        _output.Append(c);
    }

    private void Group()
    {
        _position++;
        if (!At("?"))
        {
            _output.Append(CultureInfo.InvariantCulture, $"(?<{++GroupCount}>");
            return;
        }

        if (!At("?<") || At("?<=") || At("?<!"))
        {
            _output.Append('(');
            return;
        }

        int end = _source.IndexOf('>', _position);
        if (end < 0)
        {
            throw new ArgumentException("named capturing group is missing trailing '>'");
        }

        string name = _source[(_position + 2)..end];
        if (!_groups.TryAdd(name, ++GroupCount))
        {
            throw new ArgumentException($"Named capturing group <{name}> is already defined");
        }

        _output.Append(CultureInfo.InvariantCulture, $"(?<{GroupCount}>");
        _position = end + 1;
    }

    private void Escape()
    {
        if (_position + 1 >= _source.Length)
        {
            throw new ArgumentException("Unexpected internal error: the pattern ends with a backslash");
        }

        char c = _source[_position + 1];
        _position += 2;
        switch (c)
        {
            case 'Q':
                Quote();
                break;
            case 'k' when At("<"):
                NamedReference();
                break;
            case >= '1' and <= '9' when !_inClass:
                _output.Append(CultureInfo.InvariantCulture, $"(?:\\k<{c}>)");
                break;
            case 'p' or 'P' when At("{"):
                Property(c);
                break;
            case 'X' or 'N' or 'G' or 'Z' when _inClass || c is 'X' or 'N':
                throw new ArgumentException($"\\{c} is not supported, at index {_position - 2}");
            default:
                _output.Append(Simple(c));
                break;
        }
    }

    private string Simple(char c) => c switch
    {
        'd' => _inClass ? "0-9" : "[0-9]",
        'w' => _inClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]",
        's' => _inClass ? @" \t\n\x0B\f\r" : @"[ \t\n\x0B\f\r]",
        'h' => _inClass ? @" \t\xA0" : @"[ \t\xA0]",
        'D' when !_inClass => "[^0-9]",
        'W' when !_inClass => "[^a-zA-Z0-9_]",
        'S' when !_inClass => @"[^ \t\n\x0B\f\r]",
        'H' when !_inClass => @"[^ \t\xA0]",
        'v' => _inClass ? @"\n\x0B\f\r\x85\u2028\u2029" : @"[\n\x0B\f\r\x85\u2028\u2029]",
        'R' when !_inClass => @"(?:\r\n|[\n\x0B\f\r\x85\u2028\u2029])",
        _ => "\\" + c,
    };

    private void Quote()
    {
        int end = _source.IndexOf("\\E", _position, StringComparison.Ordinal);
        string quoted = end < 0 ? _source[_position..] : _source[_position..end];
        foreach (char c in quoted)
        {
            _output.Append(char.IsLetterOrDigit(c) ? "" : "\\").Append(c);
        }

        _position = end < 0 ? _source.Length : end + 2;
    }

    private void NamedReference()
    {
        int end = _source.IndexOf('>', _position);
        string name = end < 0 ? "" : _source[(_position + 1)..end];
        if (!_groups.TryGetValue(name, out int number))
        {
            throw new ArgumentException($"named capturing group <{name}> does not exist");
        }

        _output.Append(CultureInfo.InvariantCulture, $"(?:\\k<{number}>)");
        _position = end + 1;
    }

    private void Property(char kind)
    {
        int end = _source.IndexOf('}', _position);
        string name = end < 0 ? "" : _source[(_position + 1)..end];
        if (!Posix.TryGetValue(name, out string? ranges))
        {
            _output.Append('\\').Append(kind);
            return;
        }

        if (_inClass && kind == 'P')
        {
            throw new ArgumentException($"\\P{{{name}}} inside a class is not supported");
        }

        string negation = kind == 'P' ? "^" : "";
        _output.Append(_inClass ? ranges : $"[{negation}{ranges}]");
        _position = end + 1;
    }
}
