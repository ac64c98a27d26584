using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Benchmarks;

/// <summary>Makes a data directory with a topic of many sealed segments.</summary>
internal static class Backlog
{
    private const int RecordBytes = 1_000;
    private const int RecordsPerRun = 500;

    public static async Task FillAsync(string directory, long sizeBytes, int segmentBytes)
    {
        await using LogDirectory log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        Topic topic = await log.Topics.CreateAsync(
            "backlog",
            1,
            new Dictionary<string, string>
            {
                ["segment.bytes"] = segmentBytes.ToString(CultureInfo.InvariantCulture),
            },
            CancellationToken.None);
        using RecordRun run = MakeRun();
        Task<AppendResult> last = Task.FromResult(default(AppendResult));
        for (long written = 0; written < sizeBytes; written += run.SizeBytes)
        {
            var append = new AwaitedAppend { Run = run };
            await topic.Partitions[0].AppendAsync(append, CancellationToken.None);
            last = append.Completion;
        }

        if ((await last) is { Error: not AppendError.None } refused)
        {
            throw new InvalidOperationException($"The log refused the backlog: {refused.Message}");
        }
    }

    private static RecordRun MakeRun()
    {
        RecordRun run = RecordRun.Rent();
        var value = new byte[RecordBytes];
        for (int i = 0; i < RecordsPerRun; i++)
        {
            Random.Shared.NextBytes(value);
            run.BeginRecord(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            run.WriteNullKey();
            run.WriteValue(value);
            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }
}
