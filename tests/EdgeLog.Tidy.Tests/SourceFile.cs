using System.Text.RegularExpressions;

namespace EdgeLog.Tidy.Tests;

/// <summary>One C# file of the repository, as lines of text.</summary>
internal sealed partial record SourceFile(string Path, string[] Lines)
{
    /// <summary>Test code, by its folder.</summary>
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The names of the types at the top level, in order; a partial type's parts share a name.</summary>
    public IReadOnlyList<string> TopLevelTypes =>
        [.. Lines.Select(line => TypeDeclaration().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)];

    /// <summary>The names of all types, nested ones included.</summary>
    public IEnumerable<string> AllTypes =>
        Lines.Select(line => TypeDeclaration().Match(line.TrimStart())).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value);

    /// <summary>Where a line matches: "path:line: text".</summary>
    public IEnumerable<string> Matching(Regex pattern) =>
        Lines.Select((line, index) => (line, number: index + 1)).Where(at => pattern.IsMatch(at.line))
            .Select(at => $"{Path}:{at.number}: {at.line.Trim()}");

    [GeneratedRegex(
        @"^(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe|new)\s+)*" +
        @"(?:class|struct|record\s+struct|record\s+class|record|interface|enum|delegate\s+\S+)" +
        @"\s+(?<name>\w+)")]
    private static partial Regex TypeDeclaration();
}
