namespace EdgeLog.Benchmarks;

/// <summary>A table that reads well on a terminal and in a README.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells)
    {
        _rows.Add(cells);
        Console.Error.WriteLine($"  {string.Join("  ", cells)}");
    }

    public override string ToString()
    {
        int[] widths = [.. headings.Select((heading, column) =>
            _rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        IEnumerable<string> lines = _rows.Select(row => Line(row, widths))
            .Prepend(Line([.. widths.Select(width => new string('-', width))], widths))
            .Prepend(Line(headings, widths));
        return string.Join('\n', lines);
    }

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";
}
