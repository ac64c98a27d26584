using EdgeLog.Gateway.Admin.Records;

namespace EdgeLog.Gateway.Tests.Admin;

public class StartOffsetTests
{
    [Theory]
    [InlineData("start", false)]
    [InlineData("end", false)]
    [InlineData("47", false)]
    [InlineData("+2", false)]
    [InlineData("-3", false)]
    [InlineData("@1700000000000", false)]
    [InlineData("@2026-11-21T10:00:00Z", false)]
    [InlineData(":end", true)]
    [InlineData("47:end", true)]
    [InlineData("@2026-11-21T10:00:00Z:end", true)]
    public void These_are_places_to_start_from(string text, bool stopsAtEnd)
    {
        Assert.True(StartOffset.TryParse(text, out var start));
        Assert.Equal(stopsAtEnd, start.StopsAtEnd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("begin")]
    [InlineData("+")]
    [InlineData("@yesterdayish")]
    [InlineData("4.7")]
    [InlineData("--3")]
    public void These_are_not(string text) => Assert.False(StartOffset.TryParse(text, out _));
}
