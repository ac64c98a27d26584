using System.Globalization;

namespace EdgeLog.Gateway.Commands;

/// <summary>A table of plain columns, as <c>ps</c> and <c>kubectl</c> print them: easy to read and to cut.</summary>
internal sealed class TextTable(params string[] headings)
{
    /// <summary>A whole number.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes headings and rows; each column as wide as its widest cell.</summary>
    public void Write(TextWriter output, IEnumerable<string[]> rows)
    {
        List<string[]> all = [headings, .. rows];
        var widths = new int[headings.Length];
        foreach (var row in all)
        {
            for (var i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        foreach (var row in all)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
