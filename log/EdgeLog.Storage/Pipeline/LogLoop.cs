namespace EdgeLog.Storage;

/// <summary>How each of the log's loops ends: when it is asked to, or with the log, but never in silence.</summary>
internal static class LogLoop
{
    /// <summary>
    /// Runs <paramref name="loop"/> until <paramref name="cancellation"/> ends it. Anything else that ends it is the
    /// log's failure, for what the loop keeps in order is kept by nobody from then on.
    /// </summary>
    public static async Task RunAsync(LogFailure failure, Func<Task> loop, CancellationToken cancellation)
    {
        try
        {
            await loop();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception exception)
        {
            failure.Set(exception);
        }
    }
}
