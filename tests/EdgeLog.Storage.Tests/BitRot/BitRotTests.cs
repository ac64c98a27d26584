using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// A data directory is damaged at random: it opens whatever was done, serves not one wrong byte, serves every batch
/// that was not touched, says what is missing, and goes on appending. <c>tests/bitrot</c> runs more of the same.
/// </summary>
public sealed class BitRotTests
{
    private static int Count => Number("EDGELOG_BITROT_COUNT", 60);

    private static int Seed => Number("EDGELOG_BITROT_SEED", 20261121);

    [Fact]
    public async Task Whatever_is_damaged_it_starts_and_serves_the_rest()
    {
        using RotTemplate template = await RotTemplate.MakeAsync();
        var failures = new List<string>();
        for (int i = 0; i < Count; i++)
        {
            int seed = Seed + i;
            using var directory = new TemporaryDirectory();
            var random = new Random(seed);
            string source = random.Next(2) == 0 ? template.Clean : template.Killed;
            RotTemplate.Copy(source, directory["data"]);
            int count = random.Next(4) == 0 ? 1 + random.Next(3) : 1;
            Corruption[] corruptions =
                [.. Enumerable.Range(0, count).Select(_ => Corruption.Inflict(directory["data"], random))];
            string what = $"seed {seed}, {Path.GetFileName(source)}: "
                + string.Join("; ", corruptions.Select(corruption => corruption.Description));
            try
            {
                await VerifyAsync(template, directory["data"], corruptions, i % 10 == 0);
            }
            catch (Exception exception)
            {
                failures.Add($"{what}: {exception.GetType().Name} {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Count}:\n" + string.Join("\n", failures.Take(20)));
    }

    private static async Task VerifyAsync(
        RotTemplate template, string path, Corruption[] corruptions, bool isReopened)
    {
        await using (LogDirectory log = await OpenAsync(path))
        {
            foreach ((TopicPartition id, List<StoredBatch> batches) in template.Batches)
            {
                Partition partition = log.Topics.Find(id.Topic)?.Partitions.ElementAtOrDefault(id.Partition)
                    ?? throw new InvalidOperationException($"{id} is gone");
                Verify(partition, batches, corruptions);
                AppendResult result = await partition.AppendAsync("afterwards");
                Assert.Equal(AppendError.None, result.Error);
                Assert.True(
                    corruptions.Length > 1 || result.BaseOffset.Value >= batches[^1].NextOffset,
                    $"{id} gives offset {result.BaseOffset} again");
                Assert.Equal("afterwards", partition.ReadValues(result.BaseOffset.Value).Last());
            }
        }

        if (isReopened)
        {
            await using LogDirectory again = await OpenAsync(path);
            Assert.True(again.Recovery.WasClean);
            foreach (TopicPartition id in template.Batches.Keys)
            {
                Assert.Equal("afterwards", again.Topics.Find(id.Topic)!.Partitions[id.Partition].ReadValues().Last());
            }
        }
    }

    private static void Verify(Partition partition, List<StoredBatch> batches, Corruption[] corruptions)
    {
        Dictionary<long, StoredBatch> stored = batches.ToDictionary(batch => batch.BaseOffset);
        HashSet<long> served = [];
        var buffer = new byte[64 * 1024];
        for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            Assert.Equal(ReadError.None, read.Error);
            Assert.True(read.NextOffset > next, $"{partition.Id} stands still at {next}");
            foreach (RecordBatch batch in new RecordBatchEnumerator(buffer.AsSpan(0, read.BytesRead)))
            {
                long offset = batch.Header.BaseOffset.Value;
                bool isAsStored = stored.TryGetValue(offset, out StoredBatch? original)
                    && batch.Bytes.SequenceEqual(original.Bytes);
                Assert.True(
                    isAsStored || Corruption.CannotBeTold(corruptions, partition.Id),
                    $"{partition.Id} serves wrong bytes at {offset}");
                served.Add(offset);
            }

            next = read.NextOffset;
        }

        foreach (StoredBatch batch in batches.Where(batch => !served.Contains(batch.BaseOffset)))
        {
            Assert.True(
                corruptions.Any(corruption => corruption.Touches(batch)),
                $"{partition.Id} does not serve offset {batch.BaseOffset} of {batch.File}, which was not touched");
        }
    }

    private static Task<LogDirectory> OpenAsync(string path) => LogOpening.OpenAsync(
        new LogDirectoryOptions { Path = path },
        new LogEnvironment(
            TimeProvider.System, NullLoggerFactory.Instance, new UnflushedDisk(), RotTemplate.SmallLimits),
        CancellationToken.None);

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int number)
            ? number
            : otherwise;
}
