using System.Text;

namespace EdgeLog.Network.Security;

/// <summary>
/// The MQTT filter of a rule, over topics and filters as they come in packets: bytes, looked at in place. Wildcards
/// mean what they mean in a subscription; a leading one does not match names that begin with <c>$</c>. Immutable.
/// </summary>
/// <param name="filter">The filter, known to be one.</param>
public sealed class FilterPattern(string filter)
{
    private readonly byte[] _pattern = Encoding.UTF8.GetBytes(filter);

    /// <summary>Whether the filter is one: each <c>+</c> alone in its level, <c>#</c> alone in the last.</summary>
    public static bool IsFilter(string filter)
    {
        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            var hasWildcard = levels[i].AsSpan().IndexOfAny('+', '#') >= 0;
            if (hasWildcard && (levels[i].Length > 1 || (levels[i] == "#" && i < levels.Length - 1)))
            {
                return false;
            }
        }

        return filter.Length > 0 && !filter.Contains('\0', StringComparison.Ordinal);
    }

    /// <summary>Whether a topic matches.</summary>
    public bool Matches(ReadOnlySpan<byte> topic) => Covers(topic);

    /// <summary>
    /// Whether every topic that <paramref name="filter"/> could match matches this one too. A topic's name is a filter
    /// that matches itself alone.
    /// </summary>
    public bool Covers(ReadOnlySpan<byte> filter)
    {
        var wanted = new Levels(_pattern);
        var given = new Levels(filter);
        for (var isFirst = true; wanted.MoveNext(); isFirst = false)
        {
            var isHidden = isFirst && filter.StartsWith("$"u8);
            if (wanted.Current.SequenceEqual("#"u8))
            {
                return !isHidden;
            }

            if (!given.MoveNext()
                || given.Current.SequenceEqual("#"u8)
                || (wanted.Current.SequenceEqual("+"u8) ? isHidden : !wanted.Current.SequenceEqual(given.Current)))
            {
                return false;
            }
        }

        return !given.MoveNext();
    }

    /// <summary>The levels of a topic or filter, one after the other; an empty one counts.</summary>
    private ref struct Levels(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;
        private bool _isDone;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_isDone)
            {
                return false;
            }

            var slash = _rest.IndexOf((byte)'/');
            _isDone = slash < 0;
            Current = _isDone ? _rest : _rest[..slash];
            _rest = _isDone ? _rest : _rest[(slash + 1)..];
            return true;
        }
    }
}
