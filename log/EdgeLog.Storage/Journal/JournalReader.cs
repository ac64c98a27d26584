using System.Buffers;
using System.Buffers.Binary;

namespace EdgeLog.Storage;

/// <summary>
/// Finds the entries of the journal's last life that are not checkpointed. An entry that is torn, of another life or
/// of a
/// lap before is as if it were not there.
/// </summary>
internal sealed class JournalReader
{
    private readonly Dictionary<PartitionKey, List<JournalBlock>> _blocks = [];
    private readonly SortedSet<long> _sequences = [];
    private readonly long? _epoch;
    private readonly long? _after;
    private long? _latestEpoch;

    private JournalReader(long? epoch, long? after)
    {
        _epoch = epoch;
        _after = after;
    }

    /// <summary>How many entries count.</summary>
    public int EntryCount => _sequences.Count;

    /// <summary>The sequence of the last entry that counts; 0 where none does.</summary>
    public long LastSequence => _sequences.Max;

    /// <summary>Whether files of the ring are missing, not of their size, or not given back by the disk.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>
    /// The first entry that should be there and is not, with others behind it: the card has lost it. Null in health.
    /// </summary>
    public long? FirstMissing
    {
        get
        {
            long expected = (_after ?? _sequences.Min - 1) + 1;
            foreach (long sequence in _sequences)
            {
                if (sequence != expected)
                {
                    return expected;
                }

                expected++;
            }

            return null;
        }
    }

    /// <summary>
    /// Reads the ring of the life <paramref name="epoch"/>, none where that is null; entries behind
    /// <paramref name="after"/>, all of them where that is not known.
    /// </summary>
    public static JournalReader Read(LogContext context, long? epoch, long? after)
    {
        var reader = new JournalReader(epoch, after);
        if (epoch is null)
        {
            return reader;
        }

        foreach (string path in JournalFiles.Existing(context.Directory))
        {
            using LogFile file = context.Files.OpenRead(path);
            reader.ReadFile(file);
        }

        reader.IsIncomplete |= Enumerable.Range(0, context.Limits.JournalFiles)
            .Select(index => new FileInfo(JournalFiles.PathOf(context.Directory, index)))
            .Any(file => !file.Exists || file.Length != context.Limits.JournalFileBytes);
        foreach (List<JournalBlock> blocks in reader._blocks.Values)
        {
            blocks.Sort((left, right) => left.BaseOffset.CompareTo(right.BaseOffset));
        }

        return reader;
    }

    /// <summary>The latest life of which the ring holds a whole entry; null where it holds none.</summary>
    public static long? LatestEpoch(LogContext context)
    {
        var reader = new JournalReader(null, null);
        foreach (string path in JournalFiles.Existing(context.Directory))
        {
            using LogFile file = context.Files.OpenRead(path);
            reader.ReadFile(file);
        }

        return reader._latestEpoch;
    }

    /// <summary>A partition's blocks, by offset.</summary>
    public IReadOnlyList<JournalBlock> BlocksOf(PartitionKey partition) =>
        _blocks.TryGetValue(partition, out List<JournalBlock>? blocks) ? blocks : [];

    private void ReadFile(LogFile file)
    {
        long length = file.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(JournalFiles.Alignment);
        long position = 0;
        while (position + JournalEntry.HeaderSize <= length)
        {
            int size = TryReadEntry(file, position, ref buffer);
            if (size > 0)
            {
                ReadOnlySpan<byte> entry = buffer.AsSpan(0, size);
                _latestEpoch = Math.Max(_latestEpoch ?? 0, JournalEntry.EpochOf(entry));
                Collect(file.Path, position, entry);
            }

            // Behind something that is no entry the next one may begin at any multiple.
            position += JournalFiles.Align(Math.Max(size, 1));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private int TryReadEntry(LogFile file, long position, ref byte[] buffer)
    {
        try
        {
            return ReadEntry(file, position, ref buffer);
        }
        catch (IOException)
        {
            // What the disk does not give back may have been an entry.
            IsIncomplete = true;
            return 0;
        }
    }

    /// <summary>Reads the entry at a position; 0 where there is none that counts.</summary>
    private int ReadEntry(LogFile file, long position, ref byte[] buffer)
    {
        Span<byte> header = stackalloc byte[JournalEntry.HeaderSize];
        file.Read(header, position);
        int length = JournalEntry.LengthOf(header);
        bool isOfLife = _epoch is null ? JournalEntry.IsEntry(header) : JournalEntry.IsOf(header, _epoch.Value);
        if (!isOfLife
            || JournalEntry.SequenceOf(header) <= _after
            || length < JournalEntry.HeaderSize
            || length > file.Length - position)
        {
            return 0;
        }

        if (buffer.Length < length)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        Span<byte> entry = buffer.AsSpan(0, length);
        return file.Read(entry, position) == length && JournalEntry.HasValidChecksum(entry) ? length : 0;
    }

    private void Collect(string path, long position, ReadOnlySpan<byte> entry)
    {
        long sequence = JournalEntry.SequenceOf(entry);
        _sequences.Add(sequence);
        int at = JournalEntry.HeaderSize;
        for (int i = BinaryPrimitives.ReadInt32BigEndian(entry[12..]); i > 0; i--)
        {
            ReadOnlySpan<byte> header = entry.Slice(at, JournalEntry.BlockHeaderSize);
            var key = new PartitionKey(
                new Guid(header[..16], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(header[16..]));
            at += JournalEntry.BlockHeaderSize;
            var block = new JournalBlock(
                sequence,
                BinaryPrimitives.ReadInt64BigEndian(header[24..]),
                BinaryPrimitives.ReadInt64BigEndian(header[32..]),
                path,
                position + at,
                BinaryPrimitives.ReadInt32BigEndian(header[20..]));
            at += block.Length;
            if (!_blocks.TryGetValue(key, out List<JournalBlock>? blocks))
            {
                _blocks.Add(key, blocks = []);
            }

            blocks.Add(block);
        }
    }
}
