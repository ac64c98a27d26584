using EdgeLog.Records;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Storage.Tests;

/// <summary>Random work against a list in memory: append, read anywhere, stop cleanly, lose power.</summary>
public sealed class LogModelTests
{
    private static readonly LogLimits SmallLimits = LogLimits.Default with
    {
        JournalFileBytes = 32 * 1024,
        GroupBytes = 8 * 1024,
        BypassBytes = 4 * 1024,
        PackedBatchBytes = 2 * 1024,
    };

    [Fact]
    public void The_log_holds_what_a_list_would_hold_through_rolls_reopenings_and_power_cuts() =>
        Prop.ForAll((PositiveInt[] commands) => RunAsync(commands.Select(command => command.Get).ToArray())
            .GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(60));

    private static async Task<bool> RunAsync(int[] commands)
    {
        var disk = new FaultyDisk();
        var model = new List<string>();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Limits) = (disk, SmallLimits));
        await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        foreach (int command in commands)
        {
            await StepAsync(fixture, disk, model, command);
            Partition partition = fixture.Partition("t");
            Assert.Equal(model.Count, partition.HighWatermark.Value);
            int from = command % (model.Count + 1);
            Assert.Equal(model.Skip(from), partition.ReadValues(from));
        }

        return true;
    }

    private static async Task StepAsync(LogFixture fixture, FaultyDisk disk, List<string> model, int command)
    {
        Partition partition = fixture.Partition("t");
        switch (command % 8)
        {
            case 6:
                await fixture.ReopenAsync();
                break;
            case 7:
                disk.StopPower();
                await fixture.Log.DisposeAsync();
                disk.CutPower(fixture.Path, new Random(command));
                await fixture.OpenLogAsync();
                break;
            case 4 or 5:
                string large = $"{model.Count} " + new string('l', 3_000 * (1 + (command % 7)));
                AppendResult result = await partition.AppendBatchAsync(Appends.MakeBatch(large));
                Assert.Equal(model.Count, result.BaseOffset.Value);
                model.Add(large);
                break;
            default:
                string[] values = [.. Enumerable.Range(0, 1 + (command % 5)).Select(
                    i => $"{model.Count + i} " + new string('s', command % 900))];
                Assert.Equal(model.Count, (await partition.AppendAsync(values)).BaseOffset.Value);
                model.AddRange(values);
                break;
        }
    }
}
