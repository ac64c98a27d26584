using EdgeLog.Records;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// Random work against a dictionary: the latest value of each key is the same before and after, through codecs, rolls,
/// transactions, compactions with small maps, restarts and power cuts.
/// </summary>
public sealed class CompactionModelTests
{
    private const int Keys = 23;

    [Fact]
    public void The_latest_value_of_each_key_is_what_a_dictionary_holds() =>
        Prop.ForAll((PositiveInt[] commands) => RunAsync([.. commands.Select(command => command.Get)])
            .GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(80));

    private static async Task<bool> RunAsync(int[] commands)
    {
        var disk = new FaultyDisk();
        await using CompactionFixture log = await CompactionFixture.OpenAsync(
            f =>
            {
                f.Files = disk;
                f.Options = f.Options with
                {
                    Compaction = CompactionFixture.Unhurried with { KeyMapBytes = 12 * KeyMap.EntryBytes },
                };
            },
            ("delete.retention.ms", "5000"), ("segment.bytes", "65536"));
        var work = new CompactionWork(log, disk);
        foreach (int command in commands)
        {
            await work.StepAsync(new Random(command));
            Assert.Equal(work.Model.OrderBy(pair => pair.Key), log.Partition.Latest().OrderBy(pair => pair.Key));
        }

        await work.CheckAfterCompactionAsync();
        return true;
    }

    /// <summary>What the dictionary and the log are put through.</summary>
    private sealed class CompactionWork(CompactionFixture log, FaultyDisk disk)
    {
        private readonly Dictionary<long, int> _sequences = [];
        private long _nextProducer = 100;
        private int _written;

        public Dictionary<string, string> Model { get; } = [];

        public Task StepAsync(Random random) => random.Next(12) switch
        {
            0 => RollAsync(),
            1 or 2 => CompactAsync(random),
            3 => log.Fixture.ReopenAsync(),
            4 => CutPowerAsync(random),
            5 or 6 => PutTransactionAsync(random),
            7 => PutIdempotentAsync(random),
            8 or 9 => PutBatchAsync(random),
            _ => PutLooseAsync(random),
        };

        public async Task CheckAfterCompactionAsync()
        {
            await CompactAsync(new Random(1));
            Assert.Equal(Model.OrderBy(pair => pair.Key), log.Partition.Latest().OrderBy(pair => pair.Key));
            Assert.Equal(0, log.Log.Statistics.Compaction.Failures);

            // What is sealed holds each key once: all of it was clean but for what the roll just added.
            long active = log.Partition.Snapshot.Active.BaseOffset;
            IEnumerable<string?> sealedKeys = log.Partition.ReadKeyed()
                .Where(record => record.Offset < active)
                .Select(record => record.Key);
            Assert.Equal(sealedKeys.Distinct().Count(), sealedKeys.Count());
        }

        private async Task RollAsync()
        {
            await log.RollAsync("rolled");
            Model["rolled"] = "-";
        }

        private async Task CompactAsync(Random random)
        {
            log.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 4)));
            await RollAsync();
            await log.CompactAsync();
        }

        private async Task CutPowerAsync(Random random)
        {
            disk.StopPower();
            await log.Log.DisposeAsync();
            disk.CutPower(log.Fixture.Path, random);
            await log.Fixture.OpenLogAsync();
        }

        private async Task PutAsync((string? Key, string? Value)[] records)
        {
            foreach ((string? key, string? value) in records)
            {
                await log.Partition.PutAsync(key, value);
            }

            Apply(records);
        }

        private Task PutLooseAsync(Random random) => PutAsync(NewRecords(random));

        private async Task PutBatchAsync(Random random)
        {
            (string?, string?)[] records = NewRecords(random);
            var codec = (CompressionCodec)random.Next(5);
            await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(records, codec));
            Apply(records);
        }

        private async Task PutIdempotentAsync(Random random)
        {
            (string?, string?)[] records = NewRecords(random);
            long id = random.Next(1, 4);
            int sequence = _sequences.GetValueOrDefault(id);
            await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(
                records, CompressionCodec.None, new RecordProducer(id, 0, sequence)));
            _sequences[id] = sequence + records.Length;
            Apply(records);
        }

        private async Task PutTransactionAsync(Random random)
        {
            long producer = _nextProducer++;
            (string?, string?)[] records = NewRecords(random);
            await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(
                records, CompressionCodec.None, new RecordProducer(producer, 0, 0), isTransactional: true));
            var outcome = (TransactionOutcome)random.Next(2);
            if (outcome == TransactionOutcome.Aborted)
            {
                // To a reader that sees also what was aborted the same values are there once more, committed.
                (string?, string?)[] again = [.. records.Select(record => (record.Item1, Current(record.Item1!)))];
                await log.Log.PutMarkerAsync(log.Partition, producer, outcome);
                await PutAsync(again);
                return;
            }

            await log.Log.PutMarkerAsync(log.Partition, producer, outcome);
            Apply(records);
        }

        private string? Current(string key) => Model.GetValueOrDefault(key);

        private (string? Key, string? Value)[] NewRecords(Random random) =>
            [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => NewRecord(random))];

        private (string? Key, string? Value) NewRecord(Random random) =>
            ($"key {random.Next(Keys)}",
                random.Next(4) == 0 ? null : $"{_written++} {new string('v', random.Next(300))}");

        private void Apply((string? Key, string? Value)[] records)
        {
            foreach ((string? key, string? value) in records)
            {
                if (value is null)
                {
                    Model.Remove(key!);
                }
                else
                {
                    Model[key!] = value;
                }
            }
        }
    }
}
