using EdgeLog.Kafka.Protocol;
using Polly;
using Polly.Retry;

namespace EdgeLog.Bridge;

/// <summary>
/// Repeats a call that a broker answers with an error that soon passes (a coordinator that loads, a leader that moves),
/// with Kafka's own <c>retry.backoff.ms</c> and over the connection there is; the long pauses are for targets that
/// cannot be reached. Gives up after some seconds. Safe from any thread.
/// </summary>
internal sealed class ShortRetry(ClientWorld world)
{
    /// <summary>With Kafka's pauses some 8 s: longer than a healthy broker takes to load a coordinator.</summary>
    private const int RetriesMax = 10;

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = world.Time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is KafkaErrorException error && ErrorCodes.IsRetriable(error.Error)),
            MaxRetryAttempts = RetriesMax,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = world.Settings.RetryBackoff,
            MaxDelay = world.Settings.RetryBackoffMax,
        })
        .Build();

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        await _pipeline.ExecuteAsync(
            static async (call, cancellation) => await call(cancellation), call, cancellation);
}
