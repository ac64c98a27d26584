using System.Buffers;
using EdgeLog.Network;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// What one socket read brought: a run of records for each partition, and the packet identifiers in the order they
/// came. It is the reply to all of them: their PUBACKs leave together, in that order, once every run is durable.
/// </summary>
/// <remarks>
/// Filled by the protocol loop; then owned by the log and the reply queue; back in the pool after its last touch.
/// Nothing is allocated per message.
/// </remarks>
internal sealed class PublishBatch(PublishBatchPool pool) : Reply
{
    /// <summary>Record bytes from which on a batch is submitted before the rest of the read is looked at.</summary>
    private const int SizeBytesMax = 128 * 1024;

    /// <summary>Acknowledgements from which on it is; a few thousand bytes of PUBACKs.</summary>
    private const int AcksMax = 1_024;

    private readonly List<PublishRun> _runs = [];
    private PublishAck[] _acks = new PublishAck[64];
    private PublishIntake? _owner;
    private int _runCount;
    private int _ackCount;
    private int _pending;

    public bool HasAcks => _ackCount > 0;

    public int RunCount => _runCount;

    /// <summary>Whether its runs stand or fall together: messages, and packet identifiers that say they came.</summary>
    public bool IsTogether { get; set; }

    /// <summary>Whether it should be submitted before more is added.</summary>
    public bool IsFull => _ackCount >= AcksMax || SizeBytes >= SizeBytesMax;

    private int SizeBytes
    {
        get
        {
            var bytes = 0;
            for (var i = 0; i < _runCount; i++)
            {
                bytes += _runs[i].Run!.SizeBytes;
            }

            return bytes;
        }
    }

    /// <summary>Readies a pooled batch.</summary>
    public void Start(PublishIntake owner)
    {
        _owner = owner;
        _pending = 1;
    }

    /// <summary>The index of the run for such records of a partition, to which the caller adds one.</summary>
    public int RunFor(Partition partition, AppendSizeLimit sizeLimit)
    {
        for (var i = _runCount - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_runs[i].Partition, partition) && _runs[i].SizeLimit == sizeLimit)
            {
                return i;
            }
        }

        if (_runCount == _runs.Count)
        {
            _runs.Add(new PublishRun(this));
        }

        _runs[_runCount].Start(partition, sizeLimit);
        return _runCount++;
    }

    public PublishRun Run(int index) => _runs[index];

    /// <summary>Adds an answer, behind all before it.</summary>
    public void Answer(in PublishAck ack)
    {
        if (_ackCount == _acks.Length)
        {
            Array.Resize(ref _acks, _acks.Length * 2);
        }

        _acks[_ackCount++] = ack;
    }

    private void ExpectRuns() => Interlocked.Add(ref _pending, _runCount);

    /// <summary>Hands its runs to the log, which takes every one of them, sooner or later.</summary>
    public async ValueTask AppendAsync(LogDirectory log)
    {
        ExpectRuns();
        if (IsTogether)
        {
            await log.AppendTogetherAsync([.. _runs.Take(_runCount)], CancellationToken.None);
        }
        else
        {
            for (var i = 0; i < _runCount; i++)
            {
                await _runs[i].AppendAsync();
            }
        }

        OnRunCompleted();
    }

    /// <summary>Retained messages are durable, from that offset of the state topic on.</summary>
    public void OnRetained(IReadOnlyList<RetainedChange> changes, Offset first) => _owner!.OnRetained(changes, first);

    /// <summary>The log refuses one run, which then completes.</summary>
    public void OnRunRefused(string reason) => _owner!.OnRunRefused(reason);

    /// <summary>
    /// One run is durable or refused; also called once when all are admitted. The last call completes the batch.
    /// </summary>
    public void OnRunCompleted()
    {
        if (Interlocked.Decrement(ref _pending) > 0)
        {
            return;
        }

        CountQos0Dropped();
        if (HasAcks)
        {
            Complete();
        }
        else
        {
            Recycle();
        }
    }

    protected override void Write(IBufferWriter<byte> output)
    {
        var owner = _owner!;
        var refused = 0;
        var ended = 0;
        var accepted = 0;
        var next = 0;
        while (next < _ackCount)
        {
            var writer = new PacketWriter(output.GetSpan(PubackPacket.SizeBytesMax));
            while (next < _ackCount && writer.RoomBytes >= PubackPacket.SizeBytesMax)
            {
                var ack = _acks[next++];
                var error = ErrorOf(ack);
                var isRefused = error != AppendError.None || ack.IsDenied;
                refused += isRefused ? 1 : 0;
                accepted += !isRefused && ack.Type != PacketType.Pubcomp ? 1 : 0;
                ended += ack.EndsExchange || error != AppendError.None ? 1 : 0;
                if (owner.MayAnswer(ack, error))
                {
                    var reason = ack.IsDenied ? ReasonCode.NotAuthorized
                        : error == AppendError.None ? ack.Reason
                        : ReasonFor(error);
                    new PubackPacket(ack.PacketId, reason, ack.Type).Write(ref writer);
                }
            }

            output.Advance(writer.SizeBytes);
        }

        owner.OnAnswered(accepted, refused, ended);
        Recycle();
    }

    protected override void Discard()
    {
        for (var i = 0; i < _ackCount; i++)
        {
            _owner!.OnUnanswered(_acks[i], ErrorOf(_acks[i]));
        }

        Recycle();
    }

    private AppendError ErrorOf(in PublishAck ack) =>
        ack.RunIndex < 0 ? ack.Refusal : _runs[ack.RunIndex].Error;

    private static ReasonCode ReasonFor(AppendError error) => error switch
    {
        AppendError.None => ReasonCode.Success,
        AppendError.StorageFull => ReasonCode.QuotaExceeded,
        AppendError.MessageTooLarge or AppendError.InvalidRecord => ReasonCode.ImplementationSpecificError,
        _ => ReasonCode.UnspecifiedError,
    };

    private void CountQos0Dropped()
    {
        for (var i = 0; i < _runCount; i++)
        {
            if (_runs[i].Error != AppendError.None)
            {
                _owner!.OnQos0Dropped(_runs[i].Topic, _runs[i].Qos0Count);
            }
        }
    }

    private void Recycle()
    {
        _owner = null;
        _runCount = 0;
        _ackCount = 0;
        IsTogether = false;
        pool.Return(this);
    }
}
