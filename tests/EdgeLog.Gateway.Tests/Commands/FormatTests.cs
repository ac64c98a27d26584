using System.Text;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Commands;

namespace EdgeLog.Gateway.Tests.Commands;

public class FormatTests
{
    [Theory]
    [InlineData("%v", "a b", null, "a b")]
    [InlineData("%k %v", "a b c", "a", "b c")]
    [InlineData("%k\\t%v", "a\tb", "a", "b")]
    [InlineData("<%v|%k>", "<b|a>", "a", "b")]
    [InlineData("json", "{\"key\":\"a\",\"value\":{\"t\":1}}", "a", "{\"t\":1}")]
    public void A_line_becomes_a_record_as_the_format_says(string format, string line, string? key, string value)
    {
        var frame = LineFormat.Parse(format, null).Read(line);

        Assert.Equal(key, frame.Key is null ? null : Encoding.UTF8.GetString(frame.Key));
        Assert.Equal(value, Encoding.UTF8.GetString(frame.Value!));
    }

    [Theory]
    [InlineData("%t/%p/%o %T\\t%h %k=%s\\n")]
    [InlineData("%p %T %h %S:%s %K:%k")]
    public void What_one_format_prints_the_same_format_reads(string format)
    {
        var printed = new MemoryStream();
        var frame = new RecordFrame
        {
            Offset = 47, Partition = 1, TimestampMs = 9, Key = "k"u8.ToArray(), Value = "v"u8.ToArray(),
            Headers = [("a"u8.ToArray(), "b"u8.ToArray()), ("c"u8.ToArray(), "d"u8.ToArray())],
        };
        RecordFormat.Parse(format, "demo").Write(frame, printed);
        var line = Encoding.UTF8.GetString(printed.ToArray()).TrimEnd('\n');

        var read = LineFormat.Parse(format, null).Read(line);

        Assert.Equal((1, 9L, 0L), (read.Partition, read.TimestampMs, read.Offset));
        Assert.Equal(("k", "v"), (Encoding.UTF8.GetString(read.Key!), Encoding.UTF8.GetString(read.Value!)));
        Assert.Equal(["a=b", "c=d"], read.Headers.Select(
            h => $"{Encoding.UTF8.GetString(h.Name)}={Encoding.UTF8.GetString(h.Value!)}"));
    }

    [Fact]
    public void A_line_that_does_not_fit_is_refused()
    {
        Assert.Throws<CommandException>(() => LineFormat.Parse("%k:%v", null).Read("no colon"));
        Assert.Throws<CommandException>(() => LineFormat.Parse("<%v>", null).Read("<a"));
        Assert.Throws<CommandException>(() => LineFormat.Parse("%p %v", null).Read("x a"));
        Assert.Throws<CommandException>(() => LineFormat.Parse("json", null).Read("{"));
        Assert.Equal(2, Assert.Throws<CommandException>(() => LineFormat.Parse("%q", null)).ExitCode);
    }

    [Theory]
    [InlineData("%k=%v\\n", "k=v\n")]
    [InlineData("%t/%p/%o %T\\t%h %%", "demo/1/47 9\ta=b %")]
    [InlineData(
        "json",
        """
        {"topic":"demo","partition":1,"offset":47,"timestamp":9,"key":"k","value":"v","headers":{"a":"b"}}

        """)]
    public void A_record_prints_as_the_format_says(string format, string expected)
    {
        var frame = new RecordFrame
        {
            Offset = 47, Partition = 1, TimestampMs = 9, Key = "k"u8.ToArray(), Value = "v"u8.ToArray(),
            Headers = [("a"u8.ToArray(), "b"u8.ToArray())],
        };
        var output = new MemoryStream();

        RecordFormat.Parse(format, "demo").Write(frame, output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void What_is_no_text_prints_as_base64_under_a_name_that_says_so()
    {
        var output = new MemoryStream();

        RecordFormat.Parse("json", "demo").Write(new RecordFrame { Value = [0xff] }, output);

        Assert.Contains(
            "\"key\":null,\"value_base64\":\"/w==\"", Encoding.UTF8.GetString(output.ToArray()),
            StringComparison.Ordinal);
    }
}
