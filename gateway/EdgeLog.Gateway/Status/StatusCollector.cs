using EdgeLog.Bridge;
using EdgeLog.Devices;
using EdgeLog.Gateway.Configuration.Sections;
using EdgeLog.Gateway.Health;
using EdgeLog.Gateway.Hosting;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Status;

/// <summary>Puts the status together from the parts' own numbers.</summary>
internal static class StatusCollector
{
    /// <summary>The version that is running.</summary>
    public static string Version { get; } = typeof(StatusCollector).Assembly.GetName().Version!.ToString(3);

    /// <summary>The status as of now.</summary>
    public static StatusReport Collect(GatewayParts parts)
    {
        var health = HealthCheck.Judge(parts);
        var config = parts.Config;
        var losses = parts.Log.Statistics.Gaps.Where(totals => totals.IsLoss).ToList();
        return new StatusReport
        {
            Name = config.Name,
            Version = Version,
            State = health.Status,
            Problems = [
                .. health.Parts.Where(p => p.State != HealthState.Healthy).Select(p => $"{p.Name}: {p.Reason}")],
            UptimeSeconds = Math.Round(parts.Time.GetElapsedTime(parts.StartedTimestamp).TotalSeconds, 1),
            ConfigFile = config.File,
            ConfigLoadedAt = parts.ConfigLoadedAt,
            ConfigFileChanged = config.File is { } file && File.GetLastWriteTimeUtc(file) > config.FileTimeUtc,
            DataDirectory = parts.Log.Path,
            ResidentBytes = Environment.WorkingSet,
            Listeners =
            [
                .. parts.Listeners.Listeners.Select(l => new ListenerView(
                    l.Config.Name, l.Config.Protocol.ToString().ToLowerInvariant(), l.Address.ToString(),
                    l.Reason is null, l.Reason)),
            ],
            Mqtt = Mqtt(parts),
            Kafka = Kafka(parts),
            Devices = [.. parts.Devices.Status.Select(d => Device(d, parts.Time))],
            Log = Log(parts),
            Mirrors = [.. parts.Mirrors.Status.Select(Mirror)],
            Connectors = [.. parts.Connectors.Status.Select(c => ConnectorView.Of(c, parts.Time))],
            Gaps = losses.Sum(totals => totals.Gaps),
            GapRecords = losses.Sum(totals => totals.Records),
            Clock = Clock(parts.Log.Clock.Status),
            DeadLetters = DeadLetterCount(parts),
        };
    }

    // What the topics hold, so that the number survives a restart and goes down once somebody has dealt with them.
    private static long DeadLetterCount(GatewayParts parts) =>
        DeadLetters.TopicsOf(parts.Config).Select(parts.Log.Topics.Find).OfType<Topic>()
            .SelectMany(topic => topic.Partitions)
            .Sum(partition => Math.Max(0, partition.HighWatermark.Value - partition.LogStartOffset.Value));

    private static ClockView Clock(ClockStatus clock) =>
        new(clock.IsTrusted, clock.Since, clock.Reason, clock.UncorrectedBoots);

    private static MqttView Mqtt(GatewayParts parts)
    {
        var mqtt = parts.Mqtt.Statistics;
        return new MqttView(
            mqtt.Clients, Math.Round(parts.Rates.Now.MqttMessages, 1), mqtt.MessagesIn, mqtt.MessagesAcknowledged,
            Since(mqtt.LastMessageAt, parts.Time), mqtt.Qos0Dropped);
    }

    private static KafkaView Kafka(GatewayParts parts)
    {
        var servers = parts.Listeners.Kafka;
        return new KafkaView(
            servers.Sum(s => s.Statistics.Connections), servers.Sum(s => s.Statistics.Requests),
            servers.Sum(s => s.Statistics.ProduceBytes), servers.Sum(s => s.Statistics.FetchBytes));
    }

    private static LogView Log(GatewayParts parts)
    {
        var log = parts.Log.Statistics;
        var topics = parts.Log.Topics.Snapshot.Values;
        return new LogView(
            log.SizeBytes, topics.Count(t => !t.IsInternal), topics.Sum(t => t.Partitions.Length), log.RecordsAppended,
            Math.Round(parts.Rates.Now.Records, 1), Math.Round(log.FlushP50.TotalMilliseconds, 2),
            Math.Round(log.FlushP99.TotalMilliseconds, 2), log.FilesystemFreeBytes, log.UsedBytes, log.LimitBytes,
            log.ReserveBytes, log.IsFull, Since(Oldest(topics), parts.Time));
    }

    private static DateTimeOffset? Oldest(IEnumerable<Topic> topics) => topics.Where(t => !t.IsInternal)
        .SelectMany(topic => topic.Partitions).Select(partition => partition.ReadOldestTime()).Min();

    private static DeviceView Device(DeviceStatus device, TimeProvider time) => new(
        device.Name, device.Driver, device.Topic, DeviceHealth.Problem(device) is null, DeviceHealth.Problem(device),
        (DeviceHealth.NextRetry(device) - time.GetUtcNow())?.TotalSeconds, device.OkCount, device.BadCount,
        device.Task.RecordCount, device.Sensors.Count == 0 ? null : Since(device.Sensors.Max(s => s.Time), time));

    private static MirrorView Mirror(MirrorStatus mirror) => new(
        mirror.Name, mirror.To, mirror.State, mirror.BacklogRecords, mirror.BacklogBytes,
        mirror.OldestAge?.TotalSeconds,
        Math.Round(mirror.RecordsPerSecond, 1), mirror.DrainedIn?.TotalSeconds, mirror.LastError, mirror.Attempt,
        mirror.NextRetryIn?.TotalSeconds, mirror.DownFor?.TotalSeconds, mirror.RecordsMirrored,
        mirror.DuplicatesPossible,
        mirror.GapRecords, mirror.WaitingTopics, mirror.Findings);

    private static double? Since(DateTimeOffset? at, TimeProvider time) =>
        at is { } then ? Math.Max(0, Math.Round((time.GetUtcNow() - then).TotalSeconds, 1)) : null;
}
