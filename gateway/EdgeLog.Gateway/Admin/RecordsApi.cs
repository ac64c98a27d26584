using System.Globalization;
using EdgeLog.Gateway.Admin.Records;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>Records in and out of topics, for the command line.</summary>
internal sealed class RecordsApi(LogDirectory log, TimeProvider time, CancellationToken stopping)
{
    public async Task ProduceAsync(HttpContext context, string name)
    {
        var topic = await log.Topics.GetOrCreateAsync(name, context.RequestAborted);
        if (topic.IsInternal)
        {
            throw new AdminException(409, $"{name} is the gateway's own topic; nobody else writes there");
        }

        var records = await ProduceRecords.RunAsync(topic, context.Request.BodyReader, time, context.RequestAborted);
        await JsonReply.WriteAsync(context, new ProduceReply(records), AdminJson.Default.ProduceReply);
    }

    public async Task ConsumeAsync(HttpContext context, string name)
    {
        var topic = log.Topics.Find(name)
            ?? throw new AdminException(404, $"no topic {name}. See: edgelog topics list");
        var query = context.Request.Query;
        if (!StartOffset.TryParse(query["from"].ToString(), out var start))
        {
            throw new AdminException(400, StartOffset.Expected);
        }

        IEnumerable<Partition> partitions = topic.Partitions;
        if (int.TryParse(query["partition"], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            partitions = index < topic.Partitions.Length
                ? [topic.Partitions[index]]
                : throw new AdminException(404, $"{name} has no partition {index}");
        }

        var max = long.TryParse(query["max"], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : long.MaxValue;
        context.Response.ContentType = "application/octet-stream";
        using var consume = new ConsumeRecords(partitions, start, max);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await consume.RunAsync(context.Response.BodyWriter, end.Token);
    }
}
