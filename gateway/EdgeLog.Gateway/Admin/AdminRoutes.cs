namespace EdgeLog.Gateway.Admin;

/// <summary>Which path is answered by what.</summary>
internal sealed class AdminRoutes(
    StatusApi status, TopicsApi topics, RecordsApi records, GapsApi gaps, DoctorApi doctor, PartsApi parts,
    ConnectorsApi connectors, ConfigApi config)
{
    /// <summary>Answers a request. Throws <see cref="AdminException"/> where there is no answer.</summary>
    public Task AnswerAsync(HttpContext context, AdminScope scope)
    {
        var path = (context.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var method = context.Request.Method;
        var answer = (method, path) switch
        {
            ("GET", ["health"]) => status.HealthAsync(context),
            ("GET", ["metrics"]) => status.MetricsAsync(context),
            ("GET", ["status"]) => status.StatusAsync(context),
            ("GET", []) => StatusApi.WelcomeAsync(context),
            _ => null,
        };
        if (answer is not null)
        {
            return answer;
        }

        return scope == AdminScope.Full
            ? AnswerOwnerAsync(context, method, path)
            : throw new AdminException(
                404, "nothing here. This port has /health, /metrics and /status; everything else is asked on the "
                    + "gateway's own machine.");
    }

    private Task AnswerOwnerAsync(HttpContext context, string method, string[] path) => (method, path) switch
    {
        ("GET", ["topics"]) => topics.ListAsync(context),
        ("GET", ["topics", var name]) => topics.DescribeAsync(context, name),
        ("POST", ["topics", var name, "create"]) => topics.CreateAsync(context, name),
        ("POST", ["topics", var name, "alter"]) => topics.AlterAsync(context, name),
        ("DELETE", ["topics", var name]) => topics.DeleteAsync(context, name),
        ("POST", ["topics", var name, "records"]) => records.ProduceAsync(context, name),
        ("GET", ["topics", var name, "records"]) => records.ConsumeAsync(context, name),
        ("GET", ["gaps"]) => gaps.ListAsync(context, null),
        ("GET", ["gaps", var name]) => gaps.ListAsync(context, name),
        ("GET", ["doctor"]) => doctor.ReportAsync(context),
        ("POST", ["routes", "test"]) => parts.TestRouteAsync(context),
        ("POST", ["routes", "test", "backwards"]) => parts.TestBackwardsAsync(context),
        ("GET", ["devices", var name, "read"]) => parts.ReadDeviceAsync(context, name),
        ("GET", ["mirrors", var name, "test"]) => parts.TestMirrorAsync(context, name),
        ("GET", ["mirrors", var name, "wait"]) => parts.WaitForMirrorAsync(context, name),
        ("GET", ["connectors"]) => connectors.ListAsync(context),
        ("GET", ["connectors", var name]) => connectors.ShowAsync(context, name),
        ("POST", ["connectors", var name, "pause"]) => connectors.PauseAsync(context, name),
        ("POST", ["connectors", var name, "resume"]) => connectors.ResumeAsync(context, name),
        ("GET", ["config"]) => config.ShowAsync(context),
        ("POST", ["config", "plan"]) => config.PlanAsync(context),
        ("POST", ["config", "reload"]) => config.ReloadAsync(context),
        _ => throw new AdminException(404, $"{method} /{string.Join('/', path)} is not known"),
    };
}
