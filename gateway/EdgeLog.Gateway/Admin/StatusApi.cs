using System.Text;
using EdgeLog.Gateway.Health;
using EdgeLog.Gateway.Hosting;
using EdgeLog.Gateway.Metrics;
using EdgeLog.Gateway.Status;

namespace EdgeLog.Gateway.Admin;

/// <summary>What anybody who reaches the HTTP port may know.</summary>
internal sealed class StatusApi(GatewayParts parts)
{
    public Task HealthAsync(HttpContext context)
    {
        var health = HealthCheck.Judge(parts);
        if (health.Status == HealthState.Unhealthy)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        return JsonReply.WriteAsync(context, health, AdminJson.Default.HealthReport);
    }

    public Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.BodyWriter.WriteAsync(
            Encoding.UTF8.GetBytes(GatewayMetrics.Write(parts)), context.RequestAborted).AsTask();
    }

    public Task StatusAsync(HttpContext context) =>
        JsonReply.WriteAsync(context, StatusCollector.Collect(parts), AdminJson.Default.StatusReport);

    public static Task WelcomeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("EdgeLog: /health /metrics /status\n", context.RequestAborted);
    }
}
