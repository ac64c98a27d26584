using EdgeLog.Gateway.Metrics;

namespace EdgeLog.Gateway.Tests.Metrics;

public class PrometheusTextTests
{
    [Fact]
    public void A_family_has_help_type_and_samples_with_escaped_labels()
    {
        var text = new PrometheusText();

        text.Counter("edgelog_x_total", "Counts x.").Sample(3);
        text.Gauge("edgelog_y_seconds", "Measures y.").Sample("quantile", "0.99", 0.038)
            .Sample("topic", "a\"b\\c", 1e10);

        Assert.Equal(
            """
            # HELP edgelog_x_total Counts x.
            # TYPE edgelog_x_total counter
            edgelog_x_total 3
            # HELP edgelog_y_seconds Measures y.
            # TYPE edgelog_y_seconds gauge
            edgelog_y_seconds{quantile="0.99"} 0.038
            edgelog_y_seconds{topic="a\"b\\c"} 10000000000

            """,
            text.ToString());
    }
}
