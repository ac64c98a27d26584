using System.Text;
using System.Text.RegularExpressions;
using EdgeLog.Connect;

namespace EdgeLog.Bridge;

/// <summary>
/// Which topics a mirror carries: lists of names and regular expressions that match whole names; what is excluded is
/// out whatever else matches.
/// </summary>
internal sealed class TopicFilter
{
    private readonly Regex _included;
    private readonly Regex _excluded;

    private TopicFilter(Regex included, Regex excluded)
    {
        _included = included;
        _excluded = excluded;
    }

    public bool Matches(string topic) => _included.IsMatch(topic) && !_excluded.IsMatch(topic);

    /// <summary>Whether Kafka allows <paramref name="character"/> in the name of a topic.</summary>
    public static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';

    /// <summary>Throws <see cref="ConfigException"/> where an expression is none.</summary>
    public static TopicFilter Parse(string prefix, IReadOnlyList<string> topics, IReadOnlyList<string> excluded) =>
        new(Compile($"{prefix}.topics", topics), Compile($"{prefix}.topics.exclude", excluded));

    private static Regex Compile(string path, IReadOnlyList<string> lists)
    {
        List<string> alternatives = [];
        foreach (string pattern in lists.SelectMany(SplitList))
        {
            // Each alone first, so that the error names the one that is wrong.
            Build(path, pattern, pattern);
            alternatives.Add($"(?:{pattern})");
        }

        // An empty list matches nothing: an alternative that can never be.
        string whole = alternatives.Count > 0 ? string.Join('|', alternatives) : "[^\\s\\S]";
        return Build(path, string.Join(',', lists), $"\\A(?:{whole})\\z");
    }

    private static Regex Build(string path, string shown, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            throw new ConfigException(path, $"'{shown}' uses look-around or back-references, which are not supported");
        }
        catch (ArgumentException error)
        {
            throw new ConfigException(path, $"'{shown}' is no regular expression: {error.Message}");
        }
    }

    /// <summary>Splits at commas that are not inside <c>{}</c>, <c>[]</c> or <c>()</c>.</summary>
    private static List<string> SplitList(string list)
    {
        List<string> items = [];
        var item = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < list.Length; i++)
        {
            char c = list[i];
            depth += c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' && depth > 0 ? -1 : 0;
            if (c == ',' && depth == 0)
            {
                items.Add(item.ToString().Trim());
                item.Clear();
                continue;
            }

            item.Append(c);
            if (c == '\\' && i + 1 < list.Length)
            {
                item.Append(list[++i]);
            }
        }

        items.Add(item.ToString().Trim());
        items.RemoveAll(text => text.Length == 0);
        return items;
    }
}
