using System.Collections.Concurrent;

namespace EdgeLog.Storage;

/// <summary>
/// Bounds how many sealed segments are open at once: beyond the limit those that nobody reads are closed.
/// </summary>
internal sealed class OpenSegments(LogFileSystem fileSystem, int limit)
{
    private readonly ConcurrentQueue<SealedSegment> _opened = new();

    public LogFileSystem FileSystem => fileSystem;

    /// <summary>Takes note of a segment just opened, and closes the oldest idle ones beyond the limit.</summary>
    public void Add(SealedSegment segment)
    {
        int excess = _opened.Count + 1 - limit;
        for (int tries = _opened.Count; excess > 0 && tries > 0; tries--)
        {
            if (!_opened.TryDequeue(out SealedSegment? oldest))
            {
                break;
            }

            if (oldest.TryClose())
            {
                excess--;
            }
            else
            {
                _opened.Enqueue(oldest);
            }
        }

        _opened.Enqueue(segment);
    }
}
