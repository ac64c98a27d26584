using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// A data directory with something of everything, once as a clean stop leaves it and once as a killed process does, and
/// what is in it.
/// </summary>
internal sealed class RotTemplate : IDisposable
{
    public static readonly LogLimits SmallLimits = LogLimits.Default with
    {
        JournalFileBytes = 64 * 1024,
        GroupBytes = 16 * 1024,
        BypassBytes = 12 * 1024,
        PackedBatchBytes = 4 * 1024,
    };

    private static readonly string[] Codecs = ["producer", "gzip", "lz4", "zstd", "snappy"];

    private readonly TemporaryDirectory _directory = new();

    public string Clean => _directory["clean"];

    public string Killed => _directory["killed"];

    /// <summary>The batches by partition, in order.</summary>
    public Dictionary<TopicPartition, List<StoredBatch>> Batches { get; } = [];

    public static async Task<RotTemplate> MakeAsync()
    {
        var template = new RotTemplate();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Limits = SmallLimits);
        await template.FillAsync(fixture);
        await fixture.ReopenAsync();
        await WriteAsync(fixture, 40);
        Copy(fixture.Path, template.Killed);
        await fixture.Log.DisposeAsync();
        Copy(fixture.Path, template.Clean);
        template.ReadBatches();
        return template;
    }

    public static void Copy(string from, string to)
    {
        foreach (string directory in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(to + directory[from.Length..]);
        }

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            // The lock is held while the log runs; what is in it does not matter.
            if (Path.GetFileName(file) == ".lock")
            {
                File.WriteAllText(to + file[from.Length..], "1\n");
            }
            else
            {
                File.Copy(file, to + file[from.Length..]);
            }
        }
    }

    public void Dispose() => _directory.Dispose();

    private async Task FillAsync(LogFixture fixture)
    {
        foreach (string codec in Codecs)
        {
            await fixture.Log.Topics.CreateAsync(
                $"rot.{codec}",
                codec == "producer" ? 2 : 1,
                new Dictionary<string, string> { ["segment.bytes"] = "65536", ["compression.type"] = codec },
                CancellationToken.None);
        }

        await fixture.CreateTopicAsync("gone");
        await fixture.Log.Topics.DeleteAsync("gone", CancellationToken.None);
        await WriteAsync(fixture, 100);
        await fixture.Log.DisposeAsync();

        // One place is damaged already, and known to be.
        string segment = Directory.GetFiles(Path.Combine(fixture.Path, "rot.gzip-0"), "*.log").Order().First();
        byte[] bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.Length / 2] ^= 16;
        await File.WriteAllBytesAsync(segment, bytes);
        await fixture.OpenLogAsync();
        fixture.Partition("rot.gzip").ReadAll();
        await fixture.Partition("rot.gzip").AppendAsync("behind it");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(fixture.Path, "rot.gzip-0"), "quarantine"));
    }

    private static async Task WriteAsync(LogFixture fixture, int rounds)
    {
        var random = new Random(7);
        Partition[] partitions = [.. fixture.Log.Topics.Snapshot.Values
            .Where(topic => !topic.IsInternal)
            .OrderBy(topic => topic.Name)
            .SelectMany(topic => topic.Partitions)];
        for (int round = 0; round < rounds; round++)
        {
            foreach (Partition partition in partitions)
            {
                string[] values = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(
                    i => $"{partition.Id} {round} {i} {Convert.ToHexString(RandomBytes(random))}")];
                AppendResult result = round % 3 == 0
                    ? await partition.AppendBatchAsync(Appends.MakeBatch(values))
                    : await partition.AppendAsync(values);
                Assert.Equal(AppendError.None, result.Error);
            }
        }

        await WriteBypassedAsync(fixture, partitions, random);
    }

    /// <summary>
    /// Each partition's last group goes past the journal, as one batch or several; the journal goes on behind them.
    /// </summary>
    private static async Task WriteBypassedAsync(LogFixture fixture, Partition[] partitions, Random random)
    {
        for (int i = 0; i < partitions.Length; i++)
        {
            long before = fixture.Log.Statistics.BypassedBytes;
            string[] values = [.. Enumerable.Range(0, 60).Select(_ => Convert.ToHexString(RandomBytes(random)))];
            AppendResult result = i % 2 == 0
                ? await partitions[i].AppendBatchAsync(Appends.MakeBatch(values))
                : await partitions[i].AppendAsync(values);
            Assert.Equal(AppendError.None, result.Error);
            Assert.True(fixture.Log.Statistics.BypassedBytes > before);
        }

        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(AppendError.None, (await partitions[0].AppendAsync($"{i}")).Error);
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[100 + random.Next(500)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>What is whole in the segments' files, which are the same in both.</summary>
    private void ReadBatches()
    {
        foreach (string folder in Directory.GetDirectories(Clean, "rot.*"))
        {
            TopicPartition id = LogPaths.ParsePartition(folder)!.Value;

            var batches = new List<StoredBatch>();
            foreach (string file in Directory.GetFiles(folder, "*.log").Order())
            {
                using var scan = new SegmentScan(new DiskFile(file, FileMode.Open, FileAccess.Read));
                for (long position = 0; position < scan.Length;)
                {
                    if (scan.TryRead(position, out RecordBatchHeader header, out ReadOnlySpan<byte> bytes))
                    {
                        batches.Add(new StoredBatch(
                            file[(Clean.Length + 1)..],
                            position,
                            bytes.ToArray(),
                            header.BaseOffset.Value,
                            header.NextOffset.Value));
                    }

                    position += header.SizeBytes;
                }
            }

            Batches.Add(id, batches);
        }
    }
}
