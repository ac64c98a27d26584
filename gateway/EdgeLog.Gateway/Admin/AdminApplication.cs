using EdgeLog.Connect;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeLog.Gateway.Admin;

/// <summary>
/// The gateway's HTTP: what may be asked depends on where it is asked. Requests run on their own, as Kestrel calls
/// them.
/// </summary>
internal sealed partial class AdminApplication(AdminRoutes routes, AdminScope scope, ILogger logger)
    : IHttpApplication<HttpContext>
{
    /// <summary>What comes before the API; null where nothing does.</summary>
    public PortFront? Front { get; init; }

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            if (Front is null || !await Front.TryAnswerAsync(context))
            {
                await routes.AnswerAsync(context, scope);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has left.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var (status, message) = Explain(exception);
            if (status == StatusCodes.Status500InternalServerError)
            {
                LogRequestFailed(exception, context.Request.Method, context.Request.Path);
            }

            context.Response.StatusCode = status;
            await JsonReply.WriteAsync(context, new ErrorReply(message), AdminJson.Default.ErrorReply);
        }
        catch (Exception exception)
        {
            LogRequestFailed(exception, context.Request.Method, context.Request.Path);
            context.Abort();
        }
    }

    private static (int Status, string Message) Explain(Exception exception) => exception switch
    {
        AdminException admin => (admin.StatusCode, admin.Message),
        TopicException { Error: TopicError.UnknownTopic } topic => (StatusCodes.Status404NotFound, topic.Message),
        TopicException or ArgumentException or ConfigException => (StatusCodes.Status409Conflict, exception.Message),
        InvalidConfigException config => (StatusCodes.Status422UnprocessableEntity, config.Message),
        InvalidDataException or BadHttpRequestException or System.Text.Json.JsonException =>
            (StatusCodes.Status400BadRequest, exception.Message),
        StorageException storage => (StatusCodes.Status503ServiceUnavailable, storage.Message),
        _ => (StatusCodes.Status500InternalServerError, $"{exception.GetType().Name}: {exception.Message}"),
    };
}
