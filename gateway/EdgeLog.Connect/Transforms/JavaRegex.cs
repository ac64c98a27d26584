using System.Text.RegularExpressions;

namespace EdgeLog.Connect;

/// <summary>
/// A regular expression in Java's dialect, run by .NET: matching takes time linear in the text where the pattern allows
/// it, and is limited in time where it does not. Safe from any thread.
/// </summary>
internal sealed class JavaRegex
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex _whole;

    private JavaRegex(JavaRegexTranslator translated)
    {
        Find = Compile(translated.Pattern);
        _whole = Compile($@"\A(?:{translated.Pattern})\z");
        GroupNumbers = translated.GroupNumbers;
        GroupCount = translated.GroupCount;
    }

    /// <summary>Finds the pattern anywhere. Groups are numbered as in Java.</summary>
    public Regex Find { get; }

    /// <summary>How many capturing groups there are.</summary>
    public int GroupCount { get; }

    /// <summary>The numbers of named groups.</summary>
    public IReadOnlyDictionary<string, int> GroupNumbers { get; }

    /// <summary>Reads the regular expression that a property holds.</summary>
    public static JavaRegex Parse(PropertyReader properties, string key, string pattern)
    {
        try
        {
            return new JavaRegex(new JavaRegexTranslator(pattern));
        }
        catch (ArgumentException e)
        {
            throw properties.Invalid(key, pattern, "Invalid regex: " + e.Message);
        }
    }

    /// <summary>Whether the pattern matches all of <paramref name="text"/>, as Java's <c>matches</c>.</summary>
    public bool IsFullMatch(string text) => _whole.IsMatch(text);

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);
        }
        catch (NotSupportedException)
        {
            // Back-references and look-around need the backtracking engine.
            return new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
    }
}
