using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Admin;

/// <summary>The running configuration: shown, compared, reloaded.</summary>
internal sealed class ConfigApi(ConfigReload reload)
{
    public Task ShowAsync(HttpContext context) => JsonReply.WriteAsync(
        context, Views(reload.Current), AdminJson.Default.IReadOnlyListSettingView);

    public async Task PlanAsync(HttpContext context)
    {
        var request = await JsonReply.ReadAsync(context, AdminJson.Default.PlanRequest);
        await WriteAsync(context, reload.Plan(request.File));
    }

    public async Task ReloadAsync(HttpContext context)
    {
        try
        {
            await WriteAsync(context, await reload.ReloadAsync(context.RequestAborted));
        }
        catch (InvalidConfigException exception)
        {
            throw new AdminException(422, ConfigErrorText.Format(exception.Errors, Consequence()));
        }
        catch (CommandException exception)
        {
            throw new AdminException(422, $"{exception.Message}\n{Consequence()}");
        }
    }

    /// <summary>The effective settings, secrets hidden.</summary>
    internal static IReadOnlyList<SettingView> Views(GatewayConfig config) =>
        [.. config.Values.Select(v => new SettingView(v.Path, v.Shown, v.Mark.ToString()))];

    private string Consequence() =>
        $"nothing changed, the configuration of {reload.LoadedAt.ToLocalTime():HH:mm} still runs";

    private static Task WriteAsync(HttpContext context, ConfigPlan plan) => JsonReply.WriteAsync(
        context,
        new PlanReply(
            plan.Lines(), plan.Changes.Count, [.. plan.NeedRestart.Select(c => c.Path)], plan.Conflicts.Count > 0),
        AdminJson.Default.PlanReply);
}
