using System.Collections;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// A list that keeps its elements when cleared and hands them out again, so that a message decoded over and over into
/// the same instance allocates nothing. Elements come back as they were left: whoever takes one sets every field.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed class RecyclingList<T> : IReadOnlyList<T>
    where T : class, new()
{
    private const int KeptMax = 4096;

    private T[] _elements = [];
    private int _kept;

    /// <summary>How many elements are in use.</summary>
    public int Count { get; private set; }

    /// <summary>The element at <paramref name="index"/>.</summary>
    public T this[int index] => index < Count ? _elements[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Puts the next element, an old one where there is one, into use.</summary>
    public T Add()
    {
        if (Count == _elements.Length)
        {
            Array.Resize(ref _elements, Math.Max(4, _elements.Length * 2));
        }

        if (Count == _kept)
        {
            _elements[_kept++] = new T();
        }

        return _elements[Count++];
    }

    /// <summary>Puts no element in use; keeps them for later, unless they became very many.</summary>
    public void Clear()
    {
        Count = 0;
        if (_kept > KeptMax)
        {
            _elements = [];
            _kept = 0;
        }
    }

    /// <summary>Takes the last element out of use.</summary>
    public void RemoveLast()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        Count--;
    }

    /// <summary>The elements in use, for <c>foreach</c> and span operations.</summary>
    public ReadOnlySpan<T> AsSpan() => _elements.AsSpan(0, Count);

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)AsSpan().ToArray()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => AsSpan().ToArray().GetEnumerator();
}
