namespace EdgeLog.Records;

/// <summary>The logical position of a record in a partition: 0, 1, 2, … Not a byte position in a file.</summary>
/// <param name="Value">The number itself, as it stands on disk and on the wire.</param>
public readonly record struct Offset(long Value) : IComparable<Offset>
{
    /// <summary>The first offset of every partition.</summary>
    public static Offset Zero => default;

    /// <summary>The offset <paramref name="count"/> records further on.</summary>
    public static Offset operator +(Offset offset, long count) => new(offset.Value + count);

    /// <summary>The number of offsets from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static long operator -(Offset left, Offset right) => left.Value - right.Value;

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(Offset left, Offset right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> lies behind <paramref name="right"/>.</summary>
    public static bool operator >(Offset left, Offset right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies before it.</summary>
    public static bool operator <=(Offset left, Offset right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies behind it.</summary>
    public static bool operator >=(Offset left, Offset right) => left.Value >= right.Value;

    /// <inheritdoc />
    public int CompareTo(Offset other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
