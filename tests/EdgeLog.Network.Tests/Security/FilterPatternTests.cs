using System.Text;
using EdgeLog.Network.Security;
using Xunit;

namespace EdgeLog.Network.Tests.Security;

public sealed class FilterPatternTests
{
    [Theory]
    [InlineData("plant/#", "plant/7/temp", true)]
    [InlineData("plant/#", "plant", true)]
    [InlineData("plant/#", "plants", false)]
    [InlineData("plant/#", "plant/#", true)]
    [InlineData("plant/#", "plant/+/temp", true)]
    [InlineData("plant/#", "#", false)]
    [InlineData("plant/#", "+/temp", false)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "#", true)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/b", "$a/b", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/b/", false)]
    [InlineData("a/b/", "a/b", false)]
    [InlineData("/", "/", true)]
    [InlineData("+/+", "/", true)]
    [InlineData("ä/#", "ä/ö", true)]
    public void A_pattern_covers_what_it_matches_whole(string pattern, string filter, bool expected) =>
        Assert.Equal(expected, new FilterPattern(pattern).Covers(Encoding.UTF8.GetBytes(filter)));

    [Theory]
    [InlineData("a/#", true)]
    [InlineData("+/a/+", true)]
    [InlineData("/", true)]
    [InlineData("", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a#", false)]
    [InlineData("a+/b", false)]
    public void Wildcards_stand_alone_and_the_number_sign_last(string filter, bool expected) =>
        Assert.Equal(expected, FilterPattern.IsFilter(filter));
}
