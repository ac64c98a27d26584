using EdgeLog.Gateway.Hosting;
using EdgeLog.Gateway.Status;

namespace EdgeLog.Gateway.Admin;

/// <summary>Connectors: looked at, paused, resumed.</summary>
internal sealed class ConnectorsApi(GatewayParts parts)
{
    public Task ListAsync(HttpContext context)
    {
        IReadOnlyList<ConnectorView> views =
            [.. parts.Connectors.Status.Select(connector => ConnectorView.Of(connector, parts.Time))];
        return JsonReply.WriteAsync(context, views, AdminJson.Default.IReadOnlyListConnectorView);
    }

    public Task ShowAsync(HttpContext context, string name)
    {
        var connector = parts.Connectors.Status.FirstOrDefault(c => c.Name == name) ?? throw Unknown(name);
        return JsonReply.WriteAsync(
            context, ConnectorView.Of(connector, parts.Time), AdminJson.Default.ConnectorView);
    }

    public async Task PauseAsync(HttpContext context, string name)
    {
        if (!await parts.Connectors.PauseAsync(name, context.RequestAborted))
        {
            throw Unknown(name);
        }

        await JsonReply.WriteAsync(
            context, new DoneReply([$"{name}: paused, also over restarts"]), AdminJson.Default.DoneReply);
    }

    public async Task ResumeAsync(HttpContext context, string name)
    {
        if (!await parts.Connectors.ResumeAsync(name, context.RequestAborted))
        {
            throw Unknown(name);
        }

        await JsonReply.WriteAsync(context, new DoneReply([$"{name}: resumed"]), AdminJson.Default.DoneReply);
    }

    private static AdminException Unknown(string name) =>
        new(404, $"no connector {name}. See: edgelog connectors list");
}
