using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin.Records;

/// <summary>
/// Where a consume command begins, and whether it ends: <c>start</c>, <c>end</c>, an offset, <c>+2</c> from the start,
/// <c>-3</c> from the end, <c>@TIME</c>; with <c>:end</c> behind it ends at what is there now.
/// </summary>
internal sealed record StartOffset
{
    private const string UntilEnd = ":end";

    private enum Anchor
    {
        Start,
        End,
        Absolute,
        Time,
    }

    /// <summary>What to write, for messages.</summary>
    public const string Expected =
        "write start, end, 47, +2, -3 or @TIME (RFC 3339 or milliseconds), with :end behind to stop there";

    private Anchor From { get; init; }

    private long Number { get; init; }

    /// <summary>Whether reading ends at what is there now.</summary>
    public bool StopsAtEnd { get; init; }

    /// <summary>Reads the option; false where it is none of the forms.</summary>
    public static bool TryParse(string text, out StartOffset start)
    {
        var stops = text.EndsWith(UntilEnd, StringComparison.Ordinal);
        var head = stops ? text[..^UntilEnd.Length] : text;
        start = new StartOffset { From = head == "end" ? Anchor.End : Anchor.Start, StopsAtEnd = stops };
        if (head is "" or "start" or "end")
        {
            return head.Length > 0 || stops;
        }

        if (head[0] == '@')
        {
            var known = TryParseTime(head[1..], out var timestampMs);
            start = start with { From = Anchor.Time, Number = timestampMs };
            return known;
        }

        var anchor = head[0] switch { '+' => Anchor.Start, '-' => Anchor.End, _ => Anchor.Absolute };
        var digits = anchor == Anchor.Absolute ? head : head[1..];
        var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        start = start with { From = anchor, Number = number };
        return isNumber;
    }

    /// <summary>The offset it means in a partition, kept within what is there.</summary>
    public Offset In(Partition partition)
    {
        var (first, end) = (partition.LogStartOffset.Value, partition.HighWatermark.Value);
        var offset = From switch
        {
            Anchor.Start => first + Number,
            Anchor.End => end - Number,
            Anchor.Time => partition.FindByTimestamp(Number)?.Offset.Value ?? end,
            _ => Number,
        };
        return new Offset(Math.Clamp(offset, first, end));
    }

    private static bool TryParseTime(string text, out long timestampMs)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out timestampMs))
        {
            return true;
        }

        var known = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces,
            out var time);
        timestampMs = time.ToUnixTimeMilliseconds();
        return known;
    }
}
