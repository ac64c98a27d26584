using System.Globalization;
using System.Text;

namespace EdgeLog.Gateway.Metrics;

/// <summary>Writes Prometheus' text format 0.0.4: one family after the other, each with help and type.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();
    private string _family = string.Empty;

    /// <summary>A number that only rises; its name ends in <c>_total</c>.</summary>
    public PrometheusText Counter(string name, string help) => Family(name, "counter", help);

    /// <summary>A number that goes up and down.</summary>
    public PrometheusText Gauge(string name, string help) => Family(name, "gauge", help);

    /// <summary>A sample of the family begun last, without labels.</summary>
    public PrometheusText Sample(double value) => Append(string.Empty, value);

    /// <summary>A sample of the family begun last.</summary>
    public PrometheusText Sample(string label, string text, double value) =>
        Append($"{{{label}=\"{Escape(text)}\"}}", value);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private PrometheusText Family(string name, string type, string help)
    {
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private PrometheusText Append(string labels, double value)
    {
        _text.Append(_family).Append(labels).Append(' ');
        _text.Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
