using Xunit;

namespace EdgeLog.Tidy.Tests;

/// <summary>What a rule found; a failure lists all of it.</summary>
internal static class Findings
{
    public static void AssertNone(IEnumerable<string?> findings)
    {
        string all = string.Join('\n', findings);
        Assert.True(all.Length == 0, all);
    }
}
