using Xunit;

namespace EdgeLog.Tidy.Tests;

/// <summary>Small files, short lines: crossing a limit means a second responsibility.</summary>
public sealed class SizeTests
{
    private const int FileLinesMax = 400;
    private const int LineColumnsMax = 120;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Findings.AssertNone(Repository.Sources.Where(file => file.Lines.Length > FileLinesMax)
            .Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void No_line_is_wider_than_120_columns() =>
        Findings.AssertNone(Repository.Sources
            .SelectMany(file => file.Lines.Select((line, index) => (file, line, number: index + 1)))
            .Where(at => at.line.Length > LineColumnsMax)
            .Select(at => $"{at.file.Path}:{at.number}: {at.line.Length} columns"));

    [Fact]
    public void Half_of_the_product_s_files_are_under_80_lines_and_nine_in_ten_under_250()
    {
        int[] lengths = [.. Repository.Sources.Where(file => !file.IsTest).Select(file => file.Lines.Length).Order()];

        int median = lengths[lengths.Length / 2];
        int nineInTen = lengths[lengths.Length * 9 / 10];

        Assert.True(median < 80, $"median {median} lines");
        Assert.True(nineInTen < 250, $"90th percentile {nineInTen} lines");
    }
}
