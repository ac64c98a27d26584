using System.Text;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordRunTests
{
    [Fact]
    public void The_last_record_can_be_looked_at_and_taken_out_again()
    {
        using RecordRun run = RecordRun.Rent();
        Add(run, "a", "1");
        int sizeBytes = run.SizeBytes;
        Add(run, null, new string('x', 5_000));
        Assert.False(run.Last.HasKey);
        Assert.True(run.Last.Body.Length > 5_000);
        run.RemoveLast();
        Assert.Equal((1, sizeBytes), (run.RecordCount, run.SizeBytes));
        Add(run, "b", "2");
        Assert.Equal(["a", "b"], Keys(run));
        run.AddEncoded(7, run.Last.Body.ToArray());
        Assert.Equal(7, run.Last.TimestampMs);
        run.RemoveLast();
        Assert.Equal(["a", "b"], Keys(run));
    }

    private static void Add(RecordRun run, string? key, string value)
    {
        run.BeginRecord(0);
        if (key is null)
        {
            run.WriteNullKey();
        }
        else
        {
            run.WriteKey(Encoding.UTF8.GetBytes(key));
        }

        run.WriteValue(Encoding.UTF8.GetBytes(value));
        run.BeginHeaders(0);
        run.EndRecord();
    }

    private static List<string> Keys(RecordRun run)
    {
        var keys = new List<string>();
        foreach (RecordRunEntry entry in run.Read())
        {
            keys.Add(Encoding.UTF8.GetString(entry.Key));
        }

        return keys;
    }
}
