using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>Declared gaps and the proof that nothing else is missing.</summary>
internal sealed class GapsApi(LogDirectory log)
{
    /// <summary>The gaps and the account of one topic, or of all but the gateway's own.</summary>
    public async Task ListAsync(HttpContext context, string? name)
    {
        if (name is not null && log.Topics.Find(name) is null && log.Gaps.Read(name).Count == 0)
        {
            throw new AdminException(404, $"there is no topic {name}, and none has gaps");
        }

        // Reads the header of every batch: not on a thread that others wait for.
        var accounts = await Task.Run(() => AccountsAsync(name, context.RequestAborted), context.RequestAborted);
        IReadOnlyList<GapView> gaps = [.. log.Gaps.Read(name).Select(GapView.Of)];
        var reply = new GapsReply(gaps, accounts, accounts.All(account => account.Unexplained == 0));
        await JsonReply.WriteAsync(context, reply, AdminJson.Default.GapsReply);
    }

    private async Task<List<TopicAccount>> AccountsAsync(string? name, CancellationToken cancellation)
    {
        var accounts = new List<TopicAccount>();
        foreach (var topic in log.Topics.Snapshot.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (name is null ? !topic.IsInternal : topic.Name == name)
            {
                accounts.Add(await log.Gaps.AccountAsync(topic, cancellation));
            }
        }

        return accounts;
    }
}
