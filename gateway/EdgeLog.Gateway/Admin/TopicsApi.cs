using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Sections;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>Topics, listed and changed. A declared topic is changed in the file alone.</summary>
internal sealed class TopicsApi(LogDirectory log, Func<GatewayConfig> config)
{
    public Task ListAsync(HttpContext context)
    {
        IReadOnlyList<TopicView> topics =
            [.. log.Topics.Snapshot.Values.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => View(t))];
        return JsonReply.WriteAsync(context, topics, AdminJson.Default.IReadOnlyListTopicView);
    }

    public Task DescribeAsync(HttpContext context, string name)
    {
        var topic = Find(name);
        var settings = topic.Config.Describe().ToDictionary(s => s.Name, s => s.Value);
        return JsonReply.WriteAsync(context, View(topic) with { Settings = settings }, AdminJson.Default.TopicView);
    }

    public async Task CreateAsync(HttpContext context, string name)
    {
        var change = await JsonReply.ReadAsync(context, AdminJson.Default.TopicChange);
        var settings = Checked(change).Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!);
        var partitions = change.Partitions ?? config().Topics.DefaultPartitions;
        var topic = await log.Topics.CreateAsync(name, partitions, settings, context.RequestAborted);
        await DoneAsync(context, $"created {name} with {Count(topic.Partitions.Length, "partition")}");
    }

    public async Task AlterAsync(HttpContext context, string name)
    {
        var topic = Find(name);
        if (Declaration(name) is { } declared)
        {
            throw new AdminException(
                409, $"{name} is declared at {declared.Mark}. Change it there, then: edgelog reload");
        }

        var change = await JsonReply.ReadAsync(context, AdminJson.Default.TopicChange);
        var settings = Checked(change);
        var done = new List<string>();
        if (change.Partitions is { } partitions && partitions != topic.Partitions.Length)
        {
            await log.Topics.AddPartitionsAsync(name, partitions, context.RequestAborted);
            done.Add($"{name} has {Count(partitions, "partition")} now");
        }

        if (settings.Count > 0)
        {
            await log.Topics.AlterConfigAsync(name, settings, context.RequestAborted);
            done.AddRange(
                settings.Select(s => s.Value is null ? $"{name}: {s.Key} reset" : $"{name}: {s.Key} = {s.Value}"));
        }

        await DoneAsync(context, done.Count == 0 ? ["nothing to change"] : [.. done]);
    }

    public async Task DeleteAsync(HttpContext context, string name)
    {
        var topic = Find(name);
        if (topic.IsInternal)
        {
            throw new AdminException(409, $"{name} is the gateway's own topic and stays");
        }

        if (Declaration(name) is { } declared)
        {
            throw new AdminException(
                409, $"{name} is declared at {declared.Mark}. Remove it there and reload, then delete it");
        }

        await log.Topics.DeleteAsync(name, context.RequestAborted);
        await DoneAsync(context, $"deleted {name} and its data");
    }

    private Topic Find(string name) =>
        log.Topics.Find(name) ?? throw new AdminException(404, $"no topic {name}. See: edgelog topics list");

    private TopicDeclaration? Declaration(string name) =>
        config().Topics.Declared.FirstOrDefault(t => t.Name == name);

    private TopicView View(Topic topic) => new()
    {
        Name = topic.Name,
        Id = topic.Id,
        Internal = topic.IsInternal,
        Records = topic.Partitions.Sum(p => p.HighWatermark - p.LogStartOffset),
        SizeBytes = topic.Partitions.Sum(p => p.SizeBytes),
        Declared = Declaration(topic.Name)?.Mark.ToString(),
        Partitions =
        [
            .. topic.Partitions.Select(p => new PartitionView(
                p.Id.Partition, p.LogStartOffset.Value, p.HighWatermark.Value, p.SizeBytes, p.LeaderEpoch.Value)),
        ],
    };

    private static IReadOnlyDictionary<string, string?> Checked(TopicChange change)
    {
        var settings = change.Settings ?? new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            if (TopicSettings.Check(name, value) is { } problem)
            {
                throw new AdminException(409, $"{name}{(value is null ? "" : "=" + value)}: {problem}");
            }
        }

        return settings;
    }

    private static Task DoneAsync(HttpContext context, params IReadOnlyList<string> done) =>
        JsonReply.WriteAsync(context, new DoneReply(done), AdminJson.Default.DoneReply);

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
