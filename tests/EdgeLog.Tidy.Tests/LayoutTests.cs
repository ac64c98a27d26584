using System.Xml.Linq;
using Xunit;

namespace EdgeLog.Tidy.Tests;

/// <summary>The house: which entries the top level has, and which project may know which.</summary>
public sealed class LayoutTests
{
    private static readonly string[] TopLevel =
    [
        "gateway", "log", "bridge", "devices", "tests", "deploy", "image", "EdgeLog.sln", "README.md",
        "Directory.Build.props", "Directory.Packages.props", "global.json",
    ];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EdgeLog.Records"] = [],
        ["EdgeLog.Kafka.Protocol"] = [],
        ["EdgeLog.Network"] = [],
        ["EdgeLog.Simulator"] = [],
        ["EdgeLog.Storage"] = ["EdgeLog.Records"],
        ["EdgeLog.Connect"] = ["EdgeLog.Storage", "EdgeLog.Records"],
        ["EdgeLog.Devices"] = ["EdgeLog.Storage", "EdgeLog.Records", "EdgeLog.Connect"],
        ["EdgeLog.Kafka"] = ["EdgeLog.Storage", "EdgeLog.Records", "EdgeLog.Network", "EdgeLog.Kafka.Protocol"],
        ["EdgeLog.Mqtt"] = ["EdgeLog.Storage", "EdgeLog.Records", "EdgeLog.Network", "EdgeLog.Connect"],
        ["EdgeLog.Bridge"] = ["EdgeLog.Connect", "EdgeLog.Storage", "EdgeLog.Records", "EdgeLog.Kafka.Protocol"],
        ["EdgeLog.Gateway"] =
        [
            "EdgeLog.Records", "EdgeLog.Storage", "EdgeLog.Network", "EdgeLog.Kafka.Protocol", "EdgeLog.Kafka",
            "EdgeLog.Mqtt", "EdgeLog.Connect", "EdgeLog.Devices", "EdgeLog.Bridge",
        ],
    };

    [Fact]
    public void The_top_level_holds_what_the_architecture_names() =>
        Findings.AssertNone(Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && name != "edgelog-data" && !TopLevel.Contains(name)));

    [Fact]
    public void Every_top_folder_has_a_readme() =>
        Findings.AssertNone(new[] { "log", "gateway", "bridge", "devices" }
            .Where(folder => !File.Exists(Path.Combine(Repository.Root, folder, "README.md"))));

    [Fact]
    public void Projects_reference_only_what_the_layering_allows() =>
        Findings.AssertNone(
            from project in Repository.Files("*.csproj")
            where !project.StartsWith("tests/", StringComparison.Ordinal)
            let name = Path.GetFileNameWithoutExtension(project)
            from reference in References(project)
            where !Allowed[name].Contains(reference)
            select $"{name} → {reference}");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "EdgeLog.sln")).Replace('\\', '/');

        Findings.AssertNone(Repository.Files("*.csproj")
            .Where(path => !solution.Contains(path, StringComparison.Ordinal)));
    }

    [Fact]
    public void Package_versions_stand_in_one_file_with_a_reason_each()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "Directory.Packages.props"));
        int tests = Array.FindIndex(lines, line => line.Contains("Tests and benchmarks", StringComparison.Ordinal));

        Findings.AssertNone(lines.Take(tests).Where((line, index) =>
            line.Contains("<PackageVersion", StringComparison.Ordinal)
            && !lines[index - 1].Contains("<!--", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path));
}
