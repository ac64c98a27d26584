using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Tests.Configuration;

public class YamlTrapTests
{
    [Theory]
    [InlineData(
        "mqtt:\n  routes:\n    - filter: a\n      key: {sensor}\n", "4:12",
        "unquoted braces are a YAML map. Write: key: '{sensor}'")]
    [InlineData(
        "mqtt:\n  routes:\n    - filter: a\n      topic: {line}.{sensor}\n", "4:14",
        "unquoted braces are a YAML map. Write: topic: '{line}.{sensor}'")]
    [InlineData(
        "mqtt:\n  routes:\n    - filter: #\n      topic: a\n", "3:14",
        "is empty. A # behind a space starts a comment; a text with one needs quotes: filter: '#'")]
    [InlineData("mqtt:\n\tlimits:\n", "2:1", "a tab. YAML indents with spaces only.")]
    [InlineData(
        "gateway:\n  name: \"a\\.b\"\n", "2:9",
        "\\. is a bad escape: in double quotes YAML reads backslashes. Write: 'a\\.b'")]
    [InlineData("gateway:\n  name: *\n", "2:9", "an unquoted * is a YAML alias. Write: name: '*'")]
    [InlineData("gateway:\n  name: @home\n", "2:9", "a text cannot start with @ unquoted. Write: name: '@home'")]
    [InlineData("gateway:\n  name: 'a\n", "2:9", "a quote is opened here and never closed.")]
    [InlineData(
        "gateway:\n  name: a: b\n", "2:9", "a colon followed by a space starts another map. Write: name: 'a: b'")]
    public void A_trap_is_named_and_the_right_spelling_shown(string yaml, string place, string message)
    {
        var exception = Assert.Throws<InvalidConfigException>(() => ConfigLoader.Parse("f.yaml", yaml));

        Assert.Contains((place, message), exception.Errors.Select(e => ($"{e.Mark.Line}:{e.Mark.Column}", e.Message)));
    }

    [Fact]
    public void Errors_behind_a_syntax_error_are_reported_too()
    {
        const string Yaml =
            "mqtt:\n  routes:\n    - filter: a\n      topic: {line}.{s}\n    - filter: b\n      topic: "
            + "\"b\\.c\"\nmqt: 1\n";

        var exception = Assert.Throws<InvalidConfigException>(() => ConfigLoader.Parse("f.yaml", Yaml));

        Assert.Equal([4, 6, 7], exception.Errors.Select(e => e.Mark.Line).Distinct());
    }
}
