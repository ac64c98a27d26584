using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Values;

namespace EdgeLog.Gateway.Tests.Configuration;

public class ConfigValueTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0", 0)]
    public void A_duration_has_a_number_and_a_unit(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, (long)duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("99999999999999999d")]
    public void Anything_else_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("512KiB", 512 * 1024)]
    [InlineData("16MiB", 16 * 1024 * 1024)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("100", 100)]
    [InlineData("100B", 100)]
    public void A_size_has_a_number_and_a_binary_unit_or_none(string text, long sizeBytes)
    {
        Assert.True(SizeText.TryParse(text, out var parsed));
        Assert.Equal(sizeBytes, parsed);
    }

    [Theory]
    [InlineData(4_402_341_478, 10_522_669_875, "4.1/9.8 GiB")]
    [InlineData(20 << 20, 10_522_669_875, "20 MiB/9.8 GiB")]
    [InlineData(37, 1024, "37 B/1 KiB")]
    public void How_much_of_how_much_has_the_unit_once_where_it_is_the_same(long part, long whole, string text) =>
        Assert.Equal(text, SizeText.FormatOf(part, whole));

    [Theory]
    [InlineData(980, "980")]
    [InlineData(12_400, "12k")]
    [InlineData(4_600_000, "4.6M")]
    [InlineData(7_000_000_000, "7G")]
    public void A_large_count_is_short(long count, string text) => Assert.Equal(text, CountText.Short(count));

    [Theory]
    [InlineData("16MB")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("KiB")]
    [InlineData("99999999999TiB")]
    public void Anything_else_is_no_size(string text) => Assert.False(SizeText.TryParse(text, out _));

    [Theory]
    [InlineData("70%", 700)]
    [InlineData("2.5%", 25)]
    [InlineData("0%", 0)]
    [InlineData("100", 100)]
    [InlineData("1KiB", 1024)]
    public void An_amount_of_the_disk_is_a_share_or_a_size(string text, long ofThousand)
    {
        Assert.True(ShareText.TryParse(text, out var share));
        Assert.Equal(ofThousand, share.Of(1000));
    }

    [Theory]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("%")]
    [InlineData("half")]
    public void Anything_else_is_no_amount_of_the_disk(string text) => Assert.False(ShareText.TryParse(text, out _));

    [Theory]
    [InlineData("retention.ms", "30d", "2592000000")]
    [InlineData("retention.ms", "-1", "-1")]
    [InlineData("retention.bytes", "2GiB", "2147483648")]
    [InlineData("segment.ms", "1000", "1000")]
    [InlineData("client.id", "5s", "5s")]
    public void A_setting_of_Kafkas_becomes_Kafkas_plain_number(string key, string text, string plain) =>
        Assert.Equal(plain, KafkaNumber.Normalize(key, text));

    [Theory]
    [InlineData("replication.policy.clas", "replication.policy.class")]
    [InlineData("max_conections", "max_connections")]
    [InlineData("retention_ms", "retention.ms")]
    [InlineData("filetr", "filter")]
    [InlineData("zzzzzz", null)]
    public void The_nearest_name_is_the_one_that_was_meant(string text, string? expected) =>
        Assert.Equal(
            expected,
            NearestName.Find(text, ["filter", "retention.ms", "max_connections", "replication.policy.class", "topic"]));
}
