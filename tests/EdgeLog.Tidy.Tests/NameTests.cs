using System.Text.RegularExpressions;
using Xunit;

namespace EdgeLog.Tidy.Tests;

/// <summary>A name says the job; one type per file, and the file is called like it.</summary>
public sealed partial class NameTests
{
    private const int TinyFamilyLinesMax = 60;

    private static readonly string[] BannedFolders =
        ["Common", "Core", "Helpers", "Shared", "Infrastructure", "Utils", "Utilities", "Misc", "Internal"];

    [Fact]
    public void No_type_is_a_manager_helper_util_provider_base_or_common() =>
        Findings.AssertNone(Repository.Sources.SelectMany(file => file.AllTypes
            .Where(name => BannedEnding().IsMatch(name))
            .Select(name => $"{file.Path}: {name}")));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Findings.AssertNone(Repository.Sources
            .Where(file => Path.GetDirectoryName(file.Path)!.Split('/').Any(BannedFolders.Contains))
            .Select(file => file.Path));

    [Fact]
    public void A_file_holds_one_type_or_a_family_of_tiny_siblings() =>
        Findings.AssertNone(Repository.Sources
            .Where(file => file.TopLevelTypes.Distinct().Count() > 1 && file.Lines.Length > TinyFamilyLinesMax)
            .Select(file => $"{file.Path}: {string.Join(", ", file.TopLevelTypes)}"));

    [Fact]
    public void A_file_is_called_like_its_type() =>
        Findings.AssertNone(Repository.Sources
            .Where(file => file.TopLevelTypes.Count > 0)
            .Where(file => !file.TopLevelTypes.Contains(Path.GetFileName(file.Path).Split('.')[0]))
            .Select(file => $"{file.Path}: {file.TopLevelTypes[0]}"));

    [Fact]
    public void Namespaces_are_project_and_folder() =>
        Findings.AssertNone(Repository.Sources
            .Where(file => !file.IsTest && DeclaredNamespace(file) is { } name && !Fits(file, name))
            .Select(file => $"{file.Path}: {DeclaredNamespace(file)}"));

    private static string? DeclaredNamespace(SourceFile file) => file.Lines
        .Where(line => line.StartsWith("namespace ", StringComparison.Ordinal))
        .Select(line => line["namespace ".Length..].TrimEnd(';')).FirstOrDefault();

    // A folder may group files of its project's namespace, or add itself to it; nothing else.
    private static bool Fits(SourceFile file, string name)
    {
        string[] parts = Path.GetDirectoryName(file.Path)!.Split('/')[1..];
        string full = string.Join('.', parts);
        return full == name || full.StartsWith(name + ".", StringComparison.Ordinal);
    }

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Utilities|Provider|Base|Common)$")]
    private static partial Regex BannedEnding();
}
