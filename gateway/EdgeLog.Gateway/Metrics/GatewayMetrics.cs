using EdgeLog.Bridge;
using EdgeLog.Devices;
using EdgeLog.Gateway.Health;
using EdgeLog.Gateway.Hosting;
using EdgeLog.Gateway.Status;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Metrics;

/// <summary>The gateway's metrics: names <c>edgelog_…</c>, base units, <c>_total</c> on counters.</summary>
internal static class GatewayMetrics
{
    /// <summary>All of them as of now.</summary>
    public static string Write(GatewayParts parts)
    {
        var text = new PrometheusText();
        Process(text, parts);
        Log(text, parts);
        Topics(text, parts);
        Mqtt(text, parts);
        Kafka(text, parts);
        SecurityMetrics.Write(text, parts);
        Devices(text, parts);
        Mirrors(text, parts.Mirrors.Status);
        ConnectorMetrics.Write(text, parts.Connectors.Status);
        return text.ToString();
    }

    private static void Process(PrometheusText text, GatewayParts parts)
    {
        text.Gauge("edgelog_build_info", "The version that runs.").Sample("version", StatusCollector.Version, 1);
        text.Gauge("edgelog_uptime_seconds", "Since the start.")
            .Sample(parts.Time.GetElapsedTime(parts.StartedTimestamp).TotalSeconds);
        var health = HealthCheck.Judge(parts);
        text.Gauge("edgelog_healthy", "1 where /health answers 200.")
            .Sample(health.Status == HealthState.Unhealthy ? 0 : 1);
        text.Gauge("edgelog_part_healthy", "1 healthy, 0.5 degraded, 0 unhealthy.");
        foreach (var part in health.Parts)
        {
            text.Sample("part", part.Name, 1 - ((int)part.State * 0.5));
        }

        text.Gauge("edgelog_process_resident_bytes", "Resident memory.").Sample(Environment.WorkingSet);
        text.Counter("edgelog_process_cpu_seconds_total", "Processor time, user and system.")
            .Sample(Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Gauge("edgelog_gc_heap_bytes", "The managed heap after the last collection.")
            .Sample(GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
        text.Counter("edgelog_gc_allocated_bytes_total", "Managed bytes allocated.")
            .Sample(GC.GetTotalAllocatedBytes());
        text.Counter("edgelog_gc_collections_total", "Collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample("generation", $"{generation}", GC.CollectionCount(generation));
        }

        text.Counter("edgelog_gc_pause_seconds_total", "Time that collections stopped everything.")
            .Sample(GC.GetTotalPauseDuration().TotalSeconds);
    }

    private static void Log(PrometheusText text, GatewayParts parts)
    {
        var log = parts.Log.Statistics;
        text.Gauge("edgelog_log_size_bytes", "Bytes of all segments.").Sample(log.SizeBytes);
        text.Counter("edgelog_log_records_appended_total", "Records appended.").Sample(log.RecordsAppended);
        text.Counter("edgelog_log_appended_bytes_total", "Bytes appended to segments.").Sample(log.BytesAppended);
        text.Counter("edgelog_log_commit_groups_total", "Commit groups made durable.").Sample(log.CommitGroups);
        text.Counter("edgelog_log_flushes_total", "Flushes issued to the device.").Sample(log.Flushes);
        text.Counter("edgelog_log_journal_bytes_total", "Bytes written to the journal.").Sample(log.JournalBytes);
        text.Gauge("edgelog_log_flush_seconds", "Duration of the last flushes that acknowledgements waited for.")
            .Sample("quantile", "0.5", log.FlushP50.TotalSeconds)
            .Sample("quantile", "0.99", log.FlushP99.TotalSeconds);
        text.Gauge("edgelog_log_inbox_bytes", "Appends waiting to be written.").Sample(log.InboxBytes);
        text.Counter("edgelog_log_progress_total", "Turns of the writer and the flusher.").Sample(log.Progress);
        ClockStatus clock = parts.Log.Clock.Status;
        text.Gauge("edgelog_clock_trusted", "1 where the clock is believed, else 0.").Sample(clock.IsTrusted ? 1 : 0);
        text.Gauge(
            "edgelog_clock_uncorrected_boots", "Boots whose records have times that are off by an unknown amount.")
            .Sample(clock.UncorrectedBoots);
        text.Gauge("edgelog_filesystem_free_bytes", "Free bytes of the data directory's filesystem.")
            .Sample(log.FilesystemFreeBytes);
        Space(text, log);
        Compaction(text, log.Compaction);
        Damage(text, parts.Log);
    }

    private static void Damage(PrometheusText text, LogDirectory log)
    {
        text.Gauge("edgelog_damaged_ranges", "Ranges of offsets that are damaged or missing, and left out.")
            .Sample(log.Damaged.Count);
        text.Counter("edgelog_scrub_bytes_total", "Bytes read in search of rot.").Sample(log.ScrubStatus.BytesRead);
        text.Counter("edgelog_scrub_passes_total", "Times that every sealed segment was read.")
            .Sample(log.ScrubStatus.Passes);
        text.Counter("edgelog_scrub_bad_indexes_total", "Indexes that were not their segments', made anew.")
            .Sample(log.ScrubStatus.BadIndexes);
    }

    private static void Compaction(PrometheusText text, CompactionStatistics compaction)
    {
        text.Counter("edgelog_compaction_runs_total", "Passes over a partition that came to their end.")
            .Sample(compaction.Runs);
        text.Counter("edgelog_compaction_failures_total", "Passes given up, to be tried again: damage, no room.")
            .Sample(compaction.Failures);
        text.Counter("edgelog_compaction_read_bytes_total", "Bytes compaction read.").Sample(compaction.BytesRead);
        text.Counter("edgelog_compaction_written_bytes_total", "Bytes compaction wrote.")
            .Sample(compaction.BytesWritten);
        text.Counter("edgelog_compaction_records_dropped_total", "Records that gave way to later ones.")
            .Sample(compaction.RecordsDropped);
        text.Gauge("edgelog_compaction_dirty_ratio", "Not yet compacted share of the dirtiest partition.")
            .Sample(compaction.LastDirtyRatio);
    }

    private static void Space(PrometheusText text, LogStatistics log)
    {
        text.Gauge("edgelog_data_used_bytes", "What the data directory takes, everything counted.")
            .Sample(log.UsedBytes);
        text.Gauge("edgelog_data_limit_bytes", "What it may take: the budget, or what the reserve leaves of it.")
            .Sample(log.LimitBytes);
        text.Gauge("edgelog_data_reserve_bytes", "What is to stay free on the filesystem.").Sample(log.ReserveBytes);
        text.Gauge("edgelog_data_full", "1 where appends are refused for want of room.").Sample(log.IsFull ? 1 : 0);
        text.Counter("edgelog_log_appends_refused_total", "Appends refused for want of room.")
            .Sample(log.RefusedAppends);
        text.Counter("edgelog_gaps_total", "Declared: lost, and gone without loss, by reason.");
        foreach (var totals in log.Gaps)
        {
            text.Sample("reason", totals.Name, totals.Gaps);
        }

        text.Counter("edgelog_gap_records_total", "Records of those declarations, by reason.");
        foreach (var totals in log.Gaps)
        {
            text.Sample("reason", totals.Name, totals.Records);
        }
    }

    private static void Topics(PrometheusText text, GatewayParts parts)
    {
        var topics = parts.Log.Topics.Snapshot.Values.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        text.Gauge("edgelog_topic_size_bytes", "Bytes of a topic's segments.");
        topics.ForEach(t => text.Sample("topic", t.Name, t.Partitions.Sum(p => p.SizeBytes)));
        text.Gauge("edgelog_topic_records", "Records of a topic that are there.");
        topics.ForEach(t => text.Sample("topic", t.Name, t.Partitions.Sum(p => p.HighWatermark - p.LogStartOffset)));
        text.Counter("edgelog_topic_end_offsets_total", "High watermarks of a topic's partitions, added up.");
        topics.ForEach(t => text.Sample("topic", t.Name, t.Partitions.Sum(p => p.HighWatermark.Value)));
    }

    private static void Mqtt(PrometheusText text, GatewayParts parts)
    {
        var mqtt = parts.Mqtt.Statistics;
        text.Gauge("edgelog_mqtt_clients", "Clients connected.").Sample(mqtt.Clients);
        text.Gauge("edgelog_mqtt_subscriptions", "Subscriptions of all clients.").Sample(mqtt.Subscriptions);
        text.Counter("edgelog_mqtt_connections_refused_total", "Refused because there were too many.")
            .Sample(mqtt.ConnectionsRefused);
        text.Counter("edgelog_mqtt_protocol_errors_total", "Connections closed for breaking the standard or a limit.")
            .Sample(mqtt.ProtocolErrors);
        text.Counter("edgelog_mqtt_messages_received_total", "Messages received.").Sample(mqtt.MessagesIn);
        text.Counter("edgelog_mqtt_received_bytes_total", "Bytes received.").Sample(mqtt.BytesIn);
        text.Counter("edgelog_mqtt_messages_acknowledged_total", "QoS 1 messages acknowledged.")
            .Sample(mqtt.MessagesAcknowledged);
        text.Counter("edgelog_mqtt_messages_refused_total", "QoS 1 messages the log refused.")
            .Sample(mqtt.MessagesRefused);
        text.Counter("edgelog_mqtt_qos0_dropped_total", "QoS 0 messages dropped by direction.")
            .Sample("direction", "in", mqtt.Qos0Dropped)
            .Sample("direction", "out", mqtt.Qos0DroppedOut);
        text.Counter(
            "edgelog_mqtt_messages_rerouted_total", "Went to topic mqtt because their own could not be created.")
            .Sample(mqtt.MessagesRerouted);
        text.Counter("edgelog_mqtt_messages_filtered_total", "Dropped by a transform on purpose.")
            .Sample(mqtt.MessagesFiltered);
        text.Counter("edgelog_mqtt_dead_letters_total", "Rejected by a transform.").Sample(mqtt.DeadLetters);
        text.Counter("edgelog_mqtt_messages_delivered_total", "Messages delivered to subscribers.")
            .Sample(mqtt.MessagesOut);
        text.Counter(
            "edgelog_mqtt_records_without_topic_total", "Records of Kafka clients that no MQTT topic is known for.")
            .Sample(mqtt.RecordsWithoutMqttTopic);
        text.Gauge("edgelog_mqtt_retained_messages", "Retained messages in memory.").Sample(mqtt.RetainedMessages);
    }

    private static void Kafka(PrometheusText text, GatewayParts parts)
    {
        var servers = parts.Listeners.Kafka;
        text.Gauge("edgelog_kafka_connections", "Connections open.").Sample(servers.Sum(s => s.Statistics.Connections));
        text.Counter("edgelog_kafka_connections_total", "Connections accepted.")
            .Sample(servers.Sum(s => s.Statistics.ConnectionsTotal));
        text.Counter("edgelog_kafka_connections_refused_total", "Refused because there were too many.")
            .Sample(servers.Sum(s => s.Statistics.ConnectionsRefused));
        text.Counter("edgelog_kafka_connections_aborted_total", "Closed by us.")
            .Sample(servers.Sum(s => s.Statistics.ConnectionsAborted));
        text.Counter("edgelog_kafka_requests_total", "Requests received.")
            .Sample(servers.Sum(s => s.Statistics.Requests));
        text.Counter("edgelog_kafka_request_errors_total", "Error codes sent.")
            .Sample(servers.Sum(s => s.Statistics.RequestErrors));
        text.Counter("edgelog_kafka_produced_bytes_total", "Record bytes acknowledged to producers.")
            .Sample(servers.Sum(s => s.Statistics.ProduceBytes));
        text.Counter("edgelog_kafka_fetched_bytes_total", "Record bytes sent to consumers.")
            .Sample(servers.Sum(s => s.Statistics.FetchBytes));
    }

    private static void Devices(PrometheusText text, GatewayParts parts)
    {
        var devices = parts.Devices.Status;
        Each(text.Gauge("edgelog_device_sensors_ok", "Sensors that read."), devices, d => d.OkCount);
        Each(text.Gauge("edgelog_device_sensors_bad", "Sensors that do not."), devices, d => d.BadCount);
        Each(text.Counter("edgelog_device_records_total", "Readings appended."), devices, d => d.Task.RecordCount);
        Each(text.Counter("edgelog_device_dead_letters_total", "Rejected by a transform."), devices, d =>
            d.Task.DeadLetterCount);
        Each(text.Counter("edgelog_device_polls_skipped_total", "Left out because the one before took too long."),
            devices, d => d.SkippedPollCount);
        Each(text.Counter("edgelog_device_hangs_total", "Readings that did not answer within their time."), devices,
            d => d.HangCount);
    }

    private static void Mirrors(PrometheusText text, IReadOnlyList<MirrorStatus> mirrors)
    {
        Each(text.Gauge("edgelog_mirror_up", "1 where the target is reached."), mirrors, m =>
            m.DownFor is null ? 1 : 0);
        Each(text.Gauge("edgelog_mirror_backlog_records", "Records not acknowledged yet."), mirrors, m =>
            m.BacklogRecords);
        Each(text.Gauge("edgelog_mirror_backlog_bytes", "About their bytes."), mirrors, m => m.BacklogBytes);
        Each(
            text.Gauge("edgelog_mirror_oldest_seconds", "Age of the oldest of them."), mirrors,
            m => m.OldestAge?.TotalSeconds ?? 0);
        Each(text.Counter("edgelog_mirror_records_total", "Records acknowledged."), mirrors, m => m.RecordsMirrored);
        Each(text.Counter("edgelog_mirror_bytes_total", "Bytes acknowledged."), mirrors, m => m.BytesMirrored);
        Each(text.Counter("edgelog_mirror_requests_total", "Produce requests sent."), mirrors, m => m.Requests);
        Each(text.Counter("edgelog_mirror_retries_total", "Batches sent again."), mirrors, m => m.Retries);
        Each(
            text.Counter("edgelog_mirror_possible_duplicates_total", "Records that may be there twice."), mirrors,
            m => m.DuplicatesPossible);
        Each(text.Counter("edgelog_mirror_gap_records_total", "Deleted before they were mirrored."), mirrors, m =>
            m.GapRecords);
    }

    private static void Each(PrometheusText text, IReadOnlyList<DeviceStatus> devices, Func<DeviceStatus, double> value)
    {
        foreach (var device in devices)
        {
            text.Sample("device", device.Name, value(device));
        }
    }

    private static void Each(PrometheusText text, IReadOnlyList<MirrorStatus> mirrors, Func<MirrorStatus, double> value)
    {
        foreach (var mirror in mirrors)
        {
            text.Sample("mirror", mirror.Name, value(mirror));
        }
    }
}
