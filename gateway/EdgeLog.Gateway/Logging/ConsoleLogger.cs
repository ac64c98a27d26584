using System.Globalization;
using System.Text;

namespace EdgeLog.Gateway.Logging;

/// <summary>Formats the events of one category for <see cref="ConsoleLog"/>. Safe from any thread.</summary>
internal sealed class ConsoleLogger(ConsoleLog log, string category) : ILogger
{
    private const string Product = "EdgeLog.";

    private static readonly char[] LineEnds = ['\r', '\n'];

    private readonly string _part = PartOf(category);

    // The framework's own events are of interest when something is wrong with it.
    private readonly bool _isOurs = category.StartsWith(Product, StringComparison.Ordinal);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => 
        logLevel >= log.Level && logLevel != LogLevel.None && (_isOurs || logLevel >= LogLevel.Warning);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = new StringBuilder();
        if (log.Format == LogFormat.Journal)
        {
            line.Append('<').Append(Priority(logLevel)).Append('>');
        }
        else
        {
            line.Append(log.Time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
            line.Append(Word(logLevel)).Append(' ');
        }

        line.Append(_part).Append(": ").Append(OneLine(formatter(state, exception)));
        if (exception is not null)
        {
            line.Append(" | ").Append(exception.GetType().Name).Append(": ").Append(OneLine(exception.Message));
            if (logLevel >= LogLevel.Error || log.Level <= LogLevel.Debug)
            {
                line.Append(" | ").Append(OneLine(exception.StackTrace ?? string.Empty));
            }
        }

        log.Write(line.ToString());
    }

    private static string OneLine(string text) =>
        text.AsSpan().IndexOfAny('\r', '\n') < 0
            ? text
            : string.Join(
                " | ", text.Split(LineEnds, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string PartOf(string category)
    {
        var name = category.StartsWith(Product, StringComparison.Ordinal) ? category[Product.Length..] : category;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (category.StartsWith(Product, StringComparison.Ordinal) && dot > 0 ? name[..dot] : name)
            .ToLowerInvariant();
    }

    private static char Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => '2',
        LogLevel.Error => '3',
        LogLevel.Warning => '4',
        LogLevel.Information => '6',
        _ => '7',
    };

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "FATAL",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARN ",
        LogLevel.Information => "info ",
        LogLevel.Debug => "debug",
        _ => "trace",
    };
}
