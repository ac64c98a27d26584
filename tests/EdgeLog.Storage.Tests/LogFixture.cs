using EdgeLog.Records;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// A log in a temporary directory, on the real disk or a faulty one, that can be stopped, dropped and reopened.
/// </summary>
internal sealed class LogFixture(TemporaryDirectory? directory = null) : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = directory ?? new TemporaryDirectory();

    public LogFileSystem Files { get; set; } = new DiskFileSystem();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What the machine says of its clock; null for one that believes <see cref="Time"/>.</summary>
    public HostClock? Machine { get; set; }

    public LogLimits Limits { get; set; } = LogLimits.Default;

    public LogDirectoryOptions Options { get; set; } = new() { Path = "" };

    public string Path => _directory["data"];

    public LogDirectory Log { get; private set; } = null!;

    public bool HasLog => Log is not null;

    public static async Task<LogFixture> OpenAsync(Action<LogFixture>? arrange = null)
    {
        var fixture = new LogFixture();
        arrange?.Invoke(fixture);
        await fixture.OpenLogAsync();
        return fixture;
    }

    public async Task<LogDirectory> OpenLogAsync()
    {
        var environment = new LogEnvironment(Time, NullLoggerFactory.Instance, Files, Limits);
        environment = Machine is null ? environment : environment with { HostClock = Machine };
        Log = await LogOpening.OpenAsync(Options with { Path = Path }, environment, CancellationToken.None);
        return Log;
    }

    public async Task ReopenAsync()
    {
        await Log.DisposeAsync();
        await OpenLogAsync();
    }

    /// <summary>Stops the log and opens it as after a kill.</summary>
    public async Task ReopenAsKilledAsync()
    {
        await Log.DisposeAsync();
        File.Delete(System.IO.Path.Combine(Path, "clean-shutdown"));
        await OpenLogAsync();
    }

    public Task<Topic> CreateTopicAsync(string name, params (string Name, string Value)[] config) =>
        Log.Topics.CreateAsync(name, 1, config.ToDictionary(c => c.Name, c => c.Value), CancellationToken.None);

    public Partition Partition(string topic, int index = 0) => Log.Topics.Find(topic)!.Partitions[index];

    /// <summary>The directory as a part of the log sees it, for tests of that part alone.</summary>
    public LogContext MakeContext() => new()
    {
        Directory = Path,
        Files = Files,
        Time = Time,
        Loggers = NullLoggerFactory.Instance,
        Limits = Limits,
        OpenSegments = new OpenSegments(Files, 8),
        Clock = Log.Clock,
    };

    public async ValueTask DisposeAsync()
    {
        if (Log is not null)
        {
            await Log.DisposeAsync();
        }

        _directory.Dispose();
    }
}
