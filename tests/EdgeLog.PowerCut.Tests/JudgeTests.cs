using EdgeLog.Records;
using Xunit;

namespace EdgeLog.PowerCut.Tests;

/// <summary>The judge acquits a log that kept its promises, and finds each way of breaking one.</summary>
public sealed class JudgeTests
{
    private const int Device = 4;
    private const int Producer = 9;
    private const string DeviceTopic = "packed";
    private const string ProducerTopic = "once";

    private readonly LoadPlan _plan = new();
    private readonly Dictionary<int, StreamLedger> _ledgers;
    private readonly Judge _judge;

    public JudgeTests()
    {
        _ledgers = _plan.Streams.ToDictionary(plan => plan.Id, plan => new StreamLedger(plan, new StreamRecord()));
        _judge = new Judge(_plan, _ledgers, new JudgeRecord());
    }

    [Fact]
    public void Everything_acknowledged_in_order_is_no_finding()
    {
        Send(Device, 5, acknowledged: 5);

        Hold(Device, 0, [0, 1, 2, 3, 4]);

        Assert.Empty(Concluded());
    }

    [Fact]
    public void What_was_not_acknowledged_may_be_there_or_not()
    {
        Send(Device, 5, acknowledged: 2);

        Hold(Device, 0, [0, 1, 2]);

        Assert.Empty(Concluded());
    }

    [Fact]
    public void An_acknowledged_message_missing_at_the_end_is_lost()
    {
        Send(Device, 5, acknowledged: 5);

        Hold(Device, 0, [0, 1, 2]);

        Finding finding = Assert.Single(Concluded());
        Assert.Equal((FindingKind.Lost, 2), (finding.Kind, finding.Records));
    }

    [Fact]
    public void An_acknowledged_message_missing_in_the_middle_is_lost()
    {
        Send(Device, 5, acknowledged: 5);

        Hold(Device, 0, [0, 1, 3, 4]);

        Assert.Equal(FindingKind.Lost, Assert.Single(Concluded()).Kind);
    }

    [Fact]
    public void A_message_that_overtook_one_that_was_not_acknowledged_is_out_of_order()
    {
        Send(Device, 3, acknowledged: 0);

        Hold(Device, 0, [0, 2]);

        Assert.Equal(FindingKind.Disorder, Assert.Single(Concluded()).Kind);
    }

    [Fact]
    public void A_repeat_counts_unless_the_client_sent_it_again()
    {
        Send(Device, 4, acknowledged: 2);
        _ledgers[Device].SendAgain();

        Hold(Device, 0, [0, 1, 2, 3, 2, 3, 1, 2]);

        Assert.Equal(2, Concluded().Count(finding => finding.Kind == FindingKind.Repeated));
    }

    [Fact]
    public void An_idempotent_producer_s_batch_may_not_be_there_twice_though_it_was_sent_again()
    {
        Send(Producer, 2, acknowledged: 0);
        _ledgers[Producer].SendAgain();

        Hold(Producer, 0, [0, 1, 1]);

        Assert.Equal(FindingKind.Repeated, Assert.Single(Concluded()).Kind);
    }

    [Fact]
    public void A_record_at_another_offset_than_was_told_is_out_of_order()
    {
        _ledgers[Producer].Acknowledge(_ledgers[Producer].Take(2), 1);
        _judge.TakeOffsets();

        Hold(Producer, 0, [0, 1]);

        Assert.Contains(Concluded(), finding => finding.Kind == FindingKind.Disorder);
    }

    [Fact]
    public void A_byte_that_nobody_sent_is_garbage()
    {
        Send(Device, 2, acknowledged: 0);
        byte[] batch = Batch(Device, 0, [0, 1]);
        batch[^10] ^= 1;
        RecordBatchRewriter.WriteChecksum(batch);

        _judge.Observe(DeviceTopic, 0, batch);

        Assert.Equal(FindingKind.Garbage, Assert.Single(_judge.Findings).Kind);
    }

    [Fact]
    public void A_batch_with_a_wrong_checksum_is_garbage()
    {
        Send(Device, 2, acknowledged: 0);
        byte[] batch = Batch(Device, 0, [0, 1]);
        batch[^10] ^= 1;

        _judge.Observe(DeviceTopic, 0, batch);

        Assert.Equal(FindingKind.Garbage, Assert.Single(_judge.Findings).Kind);
    }

    [Fact]
    public void What_a_reader_was_shown_may_not_go_nor_change()
    {
        Send(Device, 4, acknowledged: 0);
        Hold(Device, 0, [0, 1]);
        PartitionJudgement partition = _judge.Partition(DeviceTopic, 0);
        (partition.SeenNext, partition.SeenHash) = (3, 12345);

        Hold(Device, 2, [2, 3]);

        Assert.Equal(FindingKind.TakenBack, Assert.Single(Concluded()).Kind);
    }

    [Fact]
    public void A_reader_who_saw_more_than_there_is_finds_it_taken_back()
    {
        Send(Device, 4, acknowledged: 0);
        Hold(Device, 0, [0, 1]);
        _judge.Partition(DeviceTopic, 0).SeenNext = 4;

        Finding finding = Assert.Single(Concluded());

        Assert.Equal((FindingKind.TakenBack, 2), (finding.Kind, finding.Records));
    }

    [Fact]
    public void A_log_start_that_moves_is_a_loss_where_no_retention_is_set()
    {
        _judge.StartAt(DeviceTopic, 0, 3);
        _judge.StartAt("bulk", 0, 3);

        Assert.Equal(FindingKind.Lost, Assert.Single(_judge.Findings).Kind);
    }

    [Fact]
    public void A_second_reading_from_the_start_must_come_to_the_same()
    {
        Send(Device, 4, acknowledged: 4);
        Hold(Device, 0, [0, 1, 2, 3]);
        var fresh = new Judge(_plan, _ledgers, new JudgeRecord());
        fresh.MustRepeat(_judge);

        fresh.Observe(DeviceTopic, 0, Batch(Device, 0, [0, 1, 2]));
        fresh.Conclude();
        fresh.CompareWith(_judge);

        Assert.Contains(fresh.Findings, finding => finding.Kind == FindingKind.TakenBack);
        Assert.Contains(fresh.Findings, finding => finding.Kind == FindingKind.Lost);
    }

    private void Send(int stream, int count, int acknowledged)
    {
        for (int sequence = 0; sequence < count; sequence++)
        {
            Batch batch = _ledgers[stream].Take(1);
            if (sequence < acknowledged)
            {
                _ledgers[stream].Acknowledge(batch, null);
            }
        }
    }

    private void Hold(int stream, long offset, long[] sequences) =>
        _judge.Observe(_ledgers[stream].Plan.Topic, 0, Batch(stream, offset, sequences));

    private List<Finding> Concluded()
    {
        _judge.Conclude();
        return _judge.Findings;
    }

    private byte[] Batch(int stream, long offset, long[] sequences)
    {
        using RecordRun run = RecordRun.Rent();
        foreach (long sequence in sequences)
        {
            byte[] value = new byte[_ledgers[stream].Plan.SizeOf(sequence)];
            Message.Write(value, stream, sequence);
            run.BeginRecord(0);
            run.WriteNullKey();
            run.WriteValue(value);
            run.BeginHeaders(0);
            run.EndRecord();
        }

        using var builder = new RecordBatchBuilder();
        builder.Reset(new Offset(offset), default, int.MaxValue);
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(CompressionCodec.None).ToArray();
    }
}
