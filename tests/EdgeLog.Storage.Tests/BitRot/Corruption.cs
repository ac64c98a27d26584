using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>One thing done to a data directory, and which bytes of which files it touched.</summary>
internal sealed class Corruption
{
    private readonly List<(string File, long From, long To)> _touched = [];

    private bool _isOfAnother;

    private Corruption(string description) => Description = description;

    public string Description { get; private set; }

    /// <summary>Does something random to a directory.</summary>
    public static Corruption Inflict(string directory, Random random)
    {
        string[] files = [.. Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains(".aside-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

        // Segments hold nearly all bytes, but every file has its turn.
        string[] segments = [.. files.Where(file => file.EndsWith(".log", StringComparison.Ordinal))];
        string path = random.Next(2) == 0 ? segments[random.Next(segments.Length)] : files[random.Next(files.Length)];
        string[] alike = [.. files.Where(file => Path.GetExtension(file) == Path.GetExtension(path))];
        string other = random.Next(2) == 0 ? alike[random.Next(alike.Length)] : files[random.Next(files.Length)];
        var corruption = new Corruption(path[(directory.Length + 1)..]);
        corruption.Inflict(directory, (path, other), random);
        return corruption;
    }

    /// <summary>
    /// Whether another file is in the place of one and, at the same time, what would tell them apart is damaged.
    /// </summary>
    public static bool CannotBeTold(Corruption[] corruptions, TopicPartition partition) =>
        corruptions.Length > 1
        && corruptions.Any(corruption => corruption._isOfAnother)
        && corruptions.Any(corruption => corruption._touched.Any(
            range => range.File == "checkpoint" || range.File == $"{partition}/fingerprints"));

    /// <summary>Whether some of a batch's bytes are not what they were.</summary>
    public bool Touches(StoredBatch batch) => _touched.Any(
        range => range.File == batch.File && range.From < batch.EndPosition && range.To > batch.Position);

    private void Inflict(string directory, (string Path, string Other) files, Random random)
    {
        string path = files.Path;
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.Length == 0 ? 0 : random.Next(bytes.Length);
        switch (random.Next(14))
        {
            case 0 or 1 or 2 when bytes.Length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                Replace(path, bytes, (at, at + 1), $"bit flipped at {at}");
                break;
            case 3:
                Replace(path, bytes[..at], (at, long.MaxValue), $"cut at {at}");
                break;
            case 4:
                Replace(path, [], (0, long.MaxValue), "emptied");
                break;
            case 5:
                File.Delete(path);
                Note(path, (0, long.MaxValue), "deleted");
                break;
            case 6:
                Replace(path, Garbage(random, random.Next(100_000)), (0, long.MaxValue), "garbage");
                break;
            case 7:
                byte[] block = Garbage(random, Math.Min(bytes.Length - at, 1 + random.Next(8192)));
                block.CopyTo(bytes, at);
                Replace(path, bytes, (at, at + block.Length), $"{block.Length} bytes of garbage at {at}");
                break;
            case 8:
                int length = Math.Min(bytes.Length - at, 4096);
                bytes.AsSpan(at, length).Clear();
                Replace(path, bytes, (at, at + length), $"{length} zeros at {at}");
                break;
            case 9:
                File.Delete(path);
                Directory.CreateDirectory(Path.Combine(path, "in the way"));
                Note(path, (0, long.MaxValue), "made a folder");
                break;
            case 10 or 11 when path != files.Other:
                _isOfAnother = true;
                Replace(path, File.ReadAllBytes(files.Other), (0, long.MaxValue), "swapped with");
                Description += " " + files.Other[(directory.Length + 1)..];
                Replace(files.Other, bytes, (0, long.MaxValue), "");
                break;
            case 12 when path != files.Other:
                _isOfAnother = true;
                Replace(path, File.ReadAllBytes(files.Other), (0, long.MaxValue), "overwritten with");
                Description += " " + files.Other[(directory.Length + 1)..];
                break;
            default:
                string stray = Path.Combine(Path.GetDirectoryName(path)!, $"stray-{random.Next(100)}.log");
                File.WriteAllBytes(stray, Garbage(random, 1000));
                Note(stray, (0, 0), "and a stray file beside it");
                break;
        }

        void Note(string file, (long From, long To) range, string how)
        {
            _touched.Add((file[(directory.Length + 1)..], range.From, range.To));
            Description += " " + how;
        }

        void Replace(string file, byte[] content, (long From, long To) range, string how)
        {
            File.WriteAllBytes(file, content);
            Note(file, range, how);
        }
    }

    private static byte[] Garbage(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
