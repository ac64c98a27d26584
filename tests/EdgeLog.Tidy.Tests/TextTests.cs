using System.Text.RegularExpressions;
using Xunit;

namespace EdgeLog.Tidy.Tests;

/// <summary>What source text may not contain.</summary>
public sealed partial class TextTests
{
    /// <summary>Programs that load and measure from outside, for which time is the matter itself.</summary>
    private static readonly string[] Measuring = ["tests/EdgeLog.Benchmarks/", "tests/EdgeLog.PowerCut/"];

    [Fact]
    public void There_are_no_regions() =>
        Findings.AssertNone(Repository.Sources.SelectMany(file => file.Matching(Region())));

    [Fact]
    public void There_is_no_commented_out_code() =>
        Findings.AssertNone(Repository.Sources.SelectMany(file => file.Matching(CommentedOutCode())));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Findings.AssertNone(Repository.Sources.Where(file => !IsTidy(file))
            .SelectMany(file => file.Matching(LeftForLater())));

    [Fact]
    public void Tests_do_not_wait_for_a_fixed_time() =>
        Findings.AssertNone(Repository.Sources.Where(file => file.IsTest && !IsTidy(file))
            .Where(file => !Measuring.Any(project => file.Path.StartsWith(project, StringComparison.Ordinal)))
            .SelectMany(file => file.Matching(FixedDelay())));

    [Fact]
    public void Only_trimmable_constructs_are_used() =>
        Findings.AssertNone(Repository.Sources.Where(file => !file.IsTest)
            .SelectMany(file => file.Matching(Reflection())));

    [Fact]
    public void Every_test_asserts_something() =>
        Findings.AssertNone(Repository.Sources
            .Where(file => file.IsTest && file.Lines.Any(line => TestAttribute().IsMatch(line)))
            .Where(file => !file.Lines.Any(line => Assertion().IsMatch(line)))
            .Select(file => file.Path));

    private static bool IsTidy(SourceFile file) => file.Path.Contains("Tidy.Tests", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*#(region|endregion)\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"^\s*//(?!/).*(;|\{|\}|=>)\s*$|^\s*//\s*(var|return|if \(|using|await)\b.*[;({]")]
    private static partial Regex CommentedOutCode();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay)\s*\(")]
    private static partial Regex FixedDelay();

    [GeneratedRegex(@"Assembly\.(GetTypes|Load)|Activator\.CreateInstance|Type\.GetType\(")]
    private static partial Regex Reflection();

    [GeneratedRegex(@"^\s*\[(Fact|Theory|PeerFact|PeerTheory)")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"\bAssert\w*\b|QuickCheckThrowOnFailure|Check\.One|ShouldBe|\.Succeeded\(\)|Expect\w*\(")]
    private static partial Regex Assertion();
}
