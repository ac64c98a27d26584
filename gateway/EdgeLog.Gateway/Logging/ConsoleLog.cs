using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace EdgeLog.Gateway.Logging;

/// <summary>
/// The gateway's log output: one line per event on standard output, with time and level for a terminal or with
/// journald's priority under systemd. Lines go through a bounded queue to one writing loop, so that a journal that
/// hangs holds up nobody; what does not fit is counted and said.
/// </summary>
internal sealed class ConsoleLog : ILoggerProvider
{
    private const int MaxQueuedLines = 4_096;

    private readonly ConcurrentDictionary<string, ConsoleLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Channel<string> _lines;
    private readonly Stream _output;
    private readonly Task _writing;
    private long _dropped;
    private volatile LogLevel _level;

    public ConsoleLog(Stream output, LogFormat format, LogLevel level, TimeProvider time)
    {
        _output = output;
        Format = format;
        Time = time;
        _level = level;
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueuedLines) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The least severe level that is written; may change at any time.</summary>
    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>How lines look.</summary>
    public LogFormat Format { get; }

    /// <summary>What stamps them.</summary>
    public TimeProvider Time { get; }

    /// <summary>
    /// The format that fits where standard output goes: <c>JOURNAL_STREAM</c> is systemd's word for it.
    /// </summary>
    public static LogFormat DetectFormat() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"))
            ? LogFormat.Terminal
            : LogFormat.Journal;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, name => new ConsoleLogger(this, name));

    /// <summary>Writes what is queued and stops.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(TimeSpan.FromSeconds(2));
    }

    /// <summary>Queues one line, without its line feed.</summary>
    internal void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                await WriteQueuedAsync();
            }
        }
        catch (IOException)
        {
            // Nobody reads standard output any more; the gateway goes on without words.
        }
    }

    private async Task WriteQueuedAsync()
    {
        var text = new StringBuilder();
        while (text.Length < 64 * 1024 && _lines.Reader.TryRead(out var line))
        {
            text.Append(line).Append('\n');
        }

        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            text.Append(CultureInfo.InvariantCulture, $"({dropped} log lines dropped: the output was too slow)")
                .Append('\n');
        }

        await _output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        await _output.FlushAsync();
    }
}
