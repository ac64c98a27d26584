using System.Globalization;
using System.Text;
using EdgeLog.Bridge;
using EdgeLog.Gateway.Configuration.Values;

namespace EdgeLog.Gateway.Status;

/// <summary>The status on one screen, for a person.</summary>
internal static class StatusScreen
{
    /// <summary>Lays the status out.</summary>
    public static string Render(StatusReport status)
    {
        var text = new StringBuilder();
        Head(text, status);
        In(text, status);
        Line(
            text, "LOG",
            $"{SizeText.FormatOf(status.Log.UsedBytes, status.Log.LimitBytes)}{(status.Log.Full ? " FULL" : "")}  "
                + $"oldest {(status.Log.OldestSeconds is { } oldest ? Seconds(oldest) : "-")}  "
                + $"flush p99 {Number(status.Log.FlushP99Ms)}ms  "
                + $"fs free {SizeText.FormatApart(status.Log.FilesystemFreeBytes)}  "
                + $"{CountText.Of(status.Log.Topics, "topic")}  {Rate(status.Log.RecordsPerSecond)}");
        Mirrors(text, status.Mirrors);
        Connectors(text, status.Connectors);
        text.Append(CultureInfo.InvariantCulture, $"GAPS {status.Gaps}   DEAD LETTERS {status.DeadLetters}   ");
        text.Append(CultureInfo.InvariantCulture, $"CLOCK {Clock(status.Clock)}   ");
        text.Append(CultureInfo.InvariantCulture, $"RSS {status.ResidentBytes / 1_000_000} MB");
        return text.ToString();
    }

    private static string Clock(ClockView clock)
    {
        string since = clock.Since.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return clock.Trusted ? "synced" : $"untrusted since {since} ({clock.Reason})";
    }

    private static void Head(StringBuilder text, StatusReport status)
    {
        var changed = status.ConfigFileChanged ? "; file changed since: edgelog check --diff" : "";
        var loaded = status.ConfigLoadedAt.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture);
        text.Append(
            CultureInfo.InvariantCulture, $"{status.Name}  {status.Version}  up {Seconds(status.UptimeSeconds)}  ");
        text.Append(CultureInfo.InvariantCulture, $"config loaded {loaded}{changed}").Append('\n');
        text.Append(status.State.ToString().ToUpperInvariant());
        text.Append(status.Problems.Count == 0 ? "" : "  " + string.Join("\n          ", status.Problems))
            .Append("\n\n");
    }

    private static void In(StringBuilder text, StatusReport status)
    {
        var last = status.Mqtt.LastMessageSecondsAgo is { } ago ? $"last {Seconds(ago)}" : "no message yet";
        Line(
            text, "IN",
            $"mqtt {CountText.Of(status.Mqtt.Clients, "client")}  {Rate(status.Mqtt.MessagesPerSecond)}  {last}  "
            + $"QoS 0 dropped {status.Mqtt.Qos0Dropped}");
        Line(text, "",
            $"kafka {CountText.Of(status.Kafka.Connections, "client")}  "
            + $"in {SizeText.Format(status.Kafka.ProduceBytes)}  out {SizeText.Format(status.Kafka.FetchBytes)}");
        var bad = status.Devices.Where(d => !d.Ok).ToList();
        var which = string.Join(
            ", ", bad.Select(
                d => $"{d.Name} ({d.Error}{(d.RetryInSeconds is { } retry ? $", retry in {Seconds(retry)}" : "")})"));
        Line(text, "",
            $"sensors {status.Devices.Sum(d => d.SensorsOk)} ok{(bad.Count > 0 ? $", "
            + $"{status.Devices.Sum(d => d.SensorsBad)} bad: {which}" : "")}");
    }

    private static void Mirrors(StringBuilder text, IReadOnlyList<MirrorView> mirrors)
    {
        if (mirrors.Count == 0)
        {
            return;
        }

        var width = Math.Max(8, mirrors.Max(m => m.Name.Length));
        Line(text, "MIRROR", $"{"NAME".PadRight(width)} STATE       BACKLOG          AGE     RATE      DRAINED IN");
        foreach (var mirror in mirrors)
        {
            var backlog = mirror.BacklogRecords == 0
                ? "0"
                : $"{CountText.Short(mirror.BacklogRecords)} {SizeText.Format(mirror.BacklogBytes)}";
            var age = mirror.OldestSeconds is { } oldest ? Seconds(oldest) : "-";
            var drained = mirror.BacklogRecords == 0
                ? "now" : mirror.DrainedInSeconds is { } drain ? Seconds(drain) : "-";
            Line(
                text, "",
                $"{mirror.Name.PadRight(width)} {Word(mirror.State),-11} {backlog,-16} {age,-7} "
                    + $"{Rate(mirror.RecordsPerSecond),-9} {drained}");
            if (mirror.LastError is not null)
            {
                var next = mirror.NextRetrySeconds is { } retry ? $", next in {Seconds(retry)}" : "";
                Line(text, "", $"{new string(' ', width)} {mirror.LastError}; try {mirror.Attempt}{next}");
            }

            foreach (var topic in mirror.WaitingTopics)
            {
                Line(text, "",
                    $"{new string(' ', width)} {topic.Topic}: {topic.Error}, {topic.BacklogRecords} wait. Fix: "
                    + $"{topic.Fix}");
            }
        }
    }

    private static void Connectors(StringBuilder text, IReadOnlyList<ConnectorView> connectors)
    {
        if (connectors.Count == 0)
        {
            return;
        }

        var width = Math.Max(8, connectors.Max(c => c.Name.Length));
        Line(text, "CONNECT", $"{"NAME".PadRight(width)} CLASS       STATE       RECORDS   BACKLOG");
        foreach (var connector in connectors)
        {
            var backlog = connector.Type == "sink" ? $"{connector.BacklogRecords}" : "-";
            Line(
                text, "",
                $"{connector.Name.PadRight(width)} {connector.Class,-11} {connector.State,-11} {connector.Records,-9} "
                    + backlog);
            if (connector.Error is not null)
            {
                var next = connector.RetryInSeconds is { } retry ? $"; next in {Seconds(retry)}" : "";
                Line(text, "", $"{new string(' ', width)} {connector.Error.TrimEnd('.')}{next}");
            }
        }
    }

    private static string Word(MirrorState state) => state.ToString().ToLowerInvariant();

    private static void Line(StringBuilder text, string heading, string line) =>
        text.Append(heading.PadRight(8)).Append(line).Append('\n');

    private static string Rate(double perSecond) => Number(perSecond) + "/s";

    private static string Number(double number) =>
        number.ToString(number is > 0 and < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => DurationText.Rough(TimeSpan.FromSeconds(seconds));
}
