using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace EdgeLog.Gateway.Configuration.Yaml;

/// <summary>A syntax error explained in terms of what was most likely meant.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">The offending text.</param>
/// <param name="Message">What YAML makes of it, and what to write.</param>
/// <param name="Mended">The whole file with this one mended, to find further errors; null where that is not
/// clear.</param>
internal sealed partial record YamlTrap(int Line, int Column, string Text, string Message, string? Mended)
{
    /// <summary>Explains the error that the parser met in <paramref name="text"/>.</summary>
    public static YamlTrap Explain(string text, YamlException exception)
    {
        var lines = text.Split('\n');
        if (FindTab(lines) is { } tab)
        {
            return tab;
        }

        var line = Math.Clamp((int)exception.Start.Line, 1, lines.Length);
        // Where a value ends too early the parser complains at the next token, which may be in a line below.
        for (var candidate = line; candidate >= Math.Max(1, line - 1); candidate--)
        {
            if (ExplainLine(lines, candidate) is { } trap)
            {
                return trap;
            }
        }

        return new YamlTrap(
            line, Math.Max(1, (int)exception.Start.Column), lines[line - 1].Trim(), Plain(exception, lines[line - 1]),
            null);
    }

    private static YamlTrap? FindTab(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (TabIndent().Match(lines[i]) is { Success: true } match)
            {
                var mended = Replace(
                    lines, i, match.Value.Replace("\t", "  ", StringComparison.Ordinal) + lines[i][match.Length..]);
                return new YamlTrap(
                    i + 1, match.Value.IndexOf('\t', StringComparison.Ordinal) + 1, lines[i].Trim(),
                    "a tab. YAML indents with spaces only.", mended);
            }
        }

        return null;
    }

    private static YamlTrap? ExplainLine(string[] lines, int line)
    {
        var source = lines[line - 1].TrimEnd('\r');
        foreach (Match quoted in DoubleQuoted().Matches(source))
        {
            if (BadEscape().Match(quoted.Value) is { Success: true } escape)
            {
                var single = Quote(quoted.Value[1..^1]);
                var mended = Replace(
                    lines, line - 1, source.Remove(quoted.Index, quoted.Length).Insert(quoted.Index, single));
                return new YamlTrap(
                    line, quoted.Index + 1, quoted.Value,
                    $"{escape.Groups["bad"].Value} is a bad escape: in double quotes YAML reads backslashes. Write: "
                        + $"{single}", mended);
            }
        }

        var match = KeyAndValue().Match(source);
        var (prefix, value) = (match.Groups["prefix"].Value, match.Groups["value"].Value);
        if (value.Length == 0)
        {
            return null;
        }

        var reason = value[0] switch
        {
            '{' when IsNotOneMap(value) => "unquoted braces are a YAML map",
            '*' => "an unquoted * is a YAML alias",
            '&' => "an unquoted & is a YAML anchor",
            '@' or '`' => $"a text cannot start with {value[0]} unquoted",
            '%' => "a text cannot start with % unquoted",
            '[' when FlowTrap().IsMatch(value) => "in brackets too, texts that start with *, # or { need quotes",
            _ when ColonTrap().IsMatch(value) => "a colon followed by a space starts another map",
            _ => null,
        };
        if (reason is null)
        {
            return null;
        }

        var quotedValue = value[0] == '['
            ? FlowTrap().Replace(value, m => m.Groups["before"].Value + Quote(m.Groups["item"].Value.Trim()))
            : Quote(value);
        var key = match.Groups["key"].Value;
        return new YamlTrap(
            line, prefix.Length + 1, (key + value).Trim(), $"{reason}. Write: {key}{quotedValue}",
            Replace(lines, line - 1, prefix + quotedValue));
    }

    private static string Plain(YamlException exception, string line) =>
        exception.Message.Contains("unexpected end of stream", StringComparison.Ordinal)
            ? "a quote is opened here and never closed."
            : exception.Message.Contains("invalid mapping", StringComparison.Ordinal)
                ? "this does not belong under the line above: check the indentation, or quote a text that contains a "
                + "colon."
                : $"not valid YAML{(line.Contains('#', StringComparison.Ordinal) ? " (# starts a comment)" : "")}: "
                  + $"{exception.Message.TrimEnd('.')}. Check indentation, quotes and brackets around here.";

    private static bool IsNotOneMap(string value) => !OneMap().IsMatch(value);

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Replace(string[] lines, int index, string line)
    {
        var copy = (string[])lines.Clone();
        copy[index] = line;
        return string.Join('\n', copy);
    }

    [GeneratedRegex(@"^ *\t[ \t]*(?=\S)")]
    private static partial Regex TabIndent();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex DoubleQuoted();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*(?<bad>\\[^0abtnvfre ""/\\N_LPxuU])")]
    private static partial Regex BadEscape();

    [GeneratedRegex(@"^(?<prefix>\s*(?:- +)*(?<key>[\w.$#/-]+: +)?)(?<value>.*?)(?:\s+#.*)?\s*$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^\{[^}]*\}$")]
    private static partial Regex OneMap();

    [GeneratedRegex(@"(?<before>[\[,]\s*)(?<item>[*#{][^,\]]*)")]
    private static partial Regex FlowTrap();

    [GeneratedRegex(@"^[^'""\[{].*: ")]
    private static partial Regex ColonTrap();
}
