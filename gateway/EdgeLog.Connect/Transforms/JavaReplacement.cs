using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeLog.Connect;

/// <summary>
/// A replacement in Java's dialect: <c>$1</c> (as many digits as name a group), <c>${name}</c>, and <c>\x</c> for the
/// character x itself. Checked when read, where Java fails with the first record.
/// </summary>
internal sealed class JavaReplacement
{
    private readonly JavaRegex _regex;
    private readonly List<(string Text, int Group)> _parts = [];

    private JavaReplacement(JavaRegex regex) => _regex = regex;

    public static JavaReplacement Parse(PropertyReader properties, string key, JavaRegex regex)
    {
        string text = properties.Require(key);
        var replacement = new JavaReplacement(regex);
        return replacement.Read(text) is { } problem ? throw properties.Invalid(key, text, problem) : replacement;
    }

    /// <summary>Replaces the first occurrence; a group that took no part gives nothing.</summary>
    public string ReplaceFirst(string input)
    {
        Match match = _regex.Find.Match(input);
        if (!match.Success)
        {
            return input;
        }

        var result = new StringBuilder(input, 0, match.Index, input.Length + 16);
        foreach ((string text, int group) in _parts)
        {
            result.Append(group < 0 ? text : match.Groups[group].ValueSpan);
        }

        return result.Append(input, match.Index + match.Length, input.Length - match.Index - match.Length).ToString();
    }

    /// <summary>Splits into literals and groups; gives back what is wrong, or null.</summary>
    private string? Read(string text)
    {
        int position = 0;
        while (position < text.Length)
        {
            string? problem = null;
            if (text[position] == '\\')
            {
                if (position + 1 == text.Length)
                {
                    return "character to be escaped is missing";
                }

                _parts.Add((text.Substring(position + 1, 1), -1));
                position += 2;
            }
            else if (text[position] == '$')
            {
                problem = ReadGroup(text, ref position);
            }
            else
            {
                int end = text.AsSpan(position).IndexOfAny('\\', '$');
                end = end < 0 ? text.Length : position + end;
                _parts.Add((text[position..end], -1));
                position = end;
            }

            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private string? ReadGroup(string text, ref int position)
    {
        position++;
        if (position == text.Length)
        {
            return "Illegal group reference: group index is missing";
        }

        if (text[position] == '{')
        {
            int end = text.IndexOf('}', position);
            string name = end < 0 ? "" : text[(position + 1)..end];
            position = end + 1;
            if (!_regex.GroupNumbers.TryGetValue(name, out int named))
            {
                return $"No group with name {{{name}}}";
            }

            _parts.Add(("", named));
            return null;
        }

        if (!char.IsAsciiDigit(text[position]))
        {
            return "Illegal group reference";
        }

        int group = text[position++] - '0';
        if (group > _regex.GroupCount)
        {
            return string.Create(CultureInfo.InvariantCulture, $"No group {group}");
        }

        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            int longer = (group * 10) + (text[position] - '0');
            if (longer > _regex.GroupCount)
            {
                break;
            }

            group = longer;
            position++;
        }

        _parts.Add(("", group));
        return null;
    }
}
