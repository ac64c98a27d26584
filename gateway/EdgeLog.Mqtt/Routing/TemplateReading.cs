namespace EdgeLog.Mqtt;

/// <summary>
/// Reads filled templates backwards into the captures they were filled with; what one template tells is known to the
/// next. Where a text can be read in several ways, earlier names take as little as they can. Used by one thread.
/// </summary>
/// <param name="restCapture">The one capture that may have slashes in it, or -1.</param>
/// <param name="captures">What is known; null where nothing is.</param>
internal sealed class TemplateReading(int restCapture, string?[] captures)
{
    // Names side by side can be read in very many ways; beyond this a text counts as not readable.
    private const int StepsMax = 10_000;

    private string _text = string.Empty;
    private Func<string, string> _spell = static text => text;
    private IReadOnlyList<(string Text, int Capture)> _parts = [];
    private int _steps;

    /// <summary>
    /// Reads <paramref name="text"/>, in which what the template was filled with stands as <paramref name="spell"/>
    /// writes it. Where it returns false nothing new is known.
    /// </summary>
    public bool TryRead(Template template, string text, Func<string, string> spell)
    {
        _parts = template.Parts;
        _text = text;
        _spell = spell;
        _steps = 0;
        return Read(0, 0);
    }

    private bool Read(int part, int position)
    {
        if (part == _parts.Count)
        {
            return position == _text.Length;
        }

        var (text, capture) = _parts[part];
        if ((capture < 0 ? text : captures[capture]) is { } known)
        {
            var spelt = _spell(known);
            return _text.AsSpan(position).StartsWith(spelt, StringComparison.Ordinal)
                && Read(part + 1, position + spelt.Length);
        }

        for (var end = part == _parts.Count - 1 ? _text.Length : position; end <= _text.Length; end++)
        {
            var candidate = _text[position..end];
            if (++_steps > StepsMax || (capture != restCapture && candidate.Contains('/')))
            {
                break;
            }

            captures[capture] = candidate;
            if (Read(part + 1, end))
            {
                return true;
            }
        }

        captures[capture] = null;
        return false;
    }
}
