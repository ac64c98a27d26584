using System.Globalization;
using System.Text;

namespace EdgeLog.Gateway.Configuration.Errors;

/// <summary>
/// Lays errors out for a person: per file one line with the count, then for each error its place and key, and
/// indented below what is wrong.
/// </summary>
internal static class ConfigErrorText
{
    /// <summary>
    /// The text for <paramref name="errors"/>; <paramref name="consequence"/> says what became of the gateway and
    /// follows the count.
    /// </summary>
    public static string Format(IReadOnlyList<ConfigError> errors, string? consequence)
    {
        var text = new StringBuilder();
        foreach (var file in errors.GroupBy(e => e.Mark.File))
        {
            AppendFile(text, file.Key, [.. file], consequence);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AppendFile(StringBuilder text, string file, List<ConfigError> errors, string? consequence)
    {
        text.Append(file.Length == 0 ? "configuration" : file).Append(": ");
        text.Append(CultureInfo.InvariantCulture, $"{errors.Count} {(errors.Count == 1 ? "error" : "errors")}");
        text.Append(consequence is null ? string.Empty : "; " + consequence).Append('\n');
        var width = errors.Max(e => Place(e).Length);
        foreach (var error in errors)
        {
            text.Append(' ').Append(Place(error).PadRight(width)).Append("  ").Append(error.Subject).Append('\n');
            text.Append(' ', width + 3).Append(error.Message).Append('\n');
        }
    }

    private static string Place(ConfigError error) =>
        error.Mark.Line == 0 ? "-" : $"{error.Mark.Line}:{error.Mark.Column}";
}
