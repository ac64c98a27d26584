using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Admin;

/// <summary>Routes, devices and mirrors, tried out and waited for.</summary>
internal sealed class PartsApi(GatewayParts parts, CancellationToken stopping)
{
    public async Task TestRouteAsync(HttpContext context)
    {
        var request = await JsonReply.ReadAsync(context, AdminJson.Default.RouteTestRequest);
        var test = parts.Mqtt.Test(request.Topic, request.Payload);
        var reply = new RouteTestReply
        {
            Filter = test.Filter,
            Outcome = test.Outcome,
            Topic = test.Topic,
            Key = test.Key?.ToArray(),
            Value = test.Value?.ToArray(),
            Headers = [.. test.Headers.Select(h => new RouteTestHeader(h.Key, h.Value.ToArray()))],
            Backwards = test.Backwards,
            Message = test.Message,
        };
        await JsonReply.WriteAsync(context, reply, AdminJson.Default.RouteTestReply);
    }

    public async Task TestBackwardsAsync(HttpContext context)
    {
        var request = await JsonReply.ReadAsync(context, AdminJson.Default.BackwardTestRequest);
        var (mqttTopic, filter) = parts.Mqtt.TestBackwards(request.Topic, request.Key, request.Headers);
        await JsonReply.WriteAsync(
            context, new BackwardTestReply(mqttTopic, filter), AdminJson.Default.BackwardTestReply);
    }

    public async Task ReadDeviceAsync(HttpContext context, string name)
    {
        var readings = await parts.Devices.ReadAsync(name, context.RequestAborted)
            ?? throw new AdminException(404, $"no device {name}. See: edgelog devices list");
        IReadOnlyList<ReadingView> views =
            [.. readings.Select(r => new ReadingView(r.Name, r.Value, r.Unit, r.Quality, r.Time, r.Error))];
        await JsonReply.WriteAsync(context, views, AdminJson.Default.IReadOnlyListReadingView);
    }

    public async Task TestMirrorAsync(HttpContext context, string name)
    {
        CheckMirror(name);
        var steps = await parts.Mirrors.TestAsync(name, context.RequestAborted);
        await JsonReply.WriteAsync(context, steps, AdminJson.Default.IReadOnlyListMirrorTestStep);
    }

    public async Task WaitForMirrorAsync(HttpContext context, string name)
    {
        CheckMirror(name);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await parts.Mirrors.WaitAsync(name, end.Token);
        await JsonReply.WriteAsync(context, new DoneReply([$"{name}: drained"]), AdminJson.Default.DoneReply);
    }

    private void CheckMirror(string name)
    {
        if (parts.Config.Mirrors.All(m => m.Name != name))
        {
            throw new AdminException(404, $"no mirror {name}. See: edgelog mirrors status");
        }
    }
}
