using System.Diagnostics;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// One source partition on its way: where it stands, what is in flight, and under which producer id, epoch and
/// sequence. Owned by the mirror's loop. After a failure nothing more is sent until every answer is in; then everything
/// that was not acknowledged is sent again, in order and, where it can be, under the same sequence numbers.
/// </summary>
internal sealed class PartitionMirror(Partition source, TopicPartition target, Position start)
{
    private const short EpochMax = short.MaxValue - 1;

    private readonly List<MirrorBatch> _batches = [];
    private Position _acknowledged = start;
    private long _acknowledgedOffset = start.Next.Value;
    private long _oldestTimestampMs = -1;
    private int _toSend;
    private bool _isDraining;

    // A broker that does not know a producer takes whatever sequence it sees first: until it has acknowledged one
    // batch, or
    // again one after a failure, a second in flight could overtake a first that is refused.
    private bool _isKnown;

    public Partition Source { get; } = source;

    public TopicPartition Target { get; } = target;

    /// <summary>Everything before it was acknowledged by the target.</summary>
    public Position Acknowledged
    {
        get => _acknowledged;
        private set
        {
            _acknowledged = value;
            Volatile.Write(ref _acknowledgedOffset, value.Next.Value);
        }
    }

    /// <summary>How many records the target has not acknowledged. Safe from any thread.</summary>
    public long BacklogRecords => Math.Max(0, Source.HighWatermark.Value - Volatile.Read(ref _acknowledgedOffset));

    /// <summary>The offset of <see cref="Acknowledged"/>. Safe from any thread.</summary>
    public Offset AcknowledgedOffset => new(Volatile.Read(ref _acknowledgedOffset));

    /// <summary>The position that the target knows.</summary>
    public Position SavedInTarget { get; set; } = start;

    /// <summary>The position that the local log knows.</summary>
    public Position SavedInLog { get; set; } = start;

    /// <summary>Where a restart would go on: at the further one.</summary>
    public Offset SavedOffset => SavedInLog.Next > SavedInTarget.Next ? SavedInLog.Next : SavedInTarget.Next;

    /// <summary>Where the next new batch begins.</summary>
    public Offset Planned { get; private set; } = start.Next;

    /// <summary>The target's broker that leads the partition; -1 where it is not known.</summary>
    public int Leader { get; set; } = -1;

    /// <summary>The broker that has this partition's batches in flight; means nothing where there are none.</summary>
    public int InFlightAt { get; private set; } = -1;

    public int InFlightCount { get; private set; }

    public long ProducerId { get; private set; } = -1;

    public short ProducerEpoch { get; private set; }

    /// <summary>Whether it has no producer id yet, or has used up the epochs of the one it has.</summary>
    public bool NeedsProducerId => ProducerId < 0 || ProducerEpoch > EpochMax;

    public int NextSequence { get; private set; }

    /// <summary>Batches are not made larger than this; lowered when the target finds one too large.</summary>
    public int BatchBytesMax { get; set; } = int.MaxValue;

    /// <summary>How much to read ahead; follows what is used of it.</summary>
    public int ReadBytes { get; set; } = 64 * 1024;

    /// <summary>When it may be tried again, as a timestamp of the clock; 0 is at once.</summary>
    public long RetryAt { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Why it waits; null where it does not.</summary>
    public PartitionTrouble? Trouble { get; set; }

    /// <summary>
    /// The time of the oldest record that is not acknowledged, as far as it is known; -1 where it is not. Safe from any
    /// thread.
    /// </summary>
    public long OldestTimestampMs => Volatile.Read(ref _oldestTimestampMs);

    public bool HasUnacknowledged => _batches.Count > 0;

    public bool HasMore => _toSend < _batches.Count || Source.HighWatermark > Planned;

    /// <summary>
    /// Whether a batch may go to broker <paramref name="node"/>, which keeps the order whatever happens.
    /// </summary>
    public bool CanSendTo(int node, int inFlightMax) =>
        !_isDraining
        && !NeedsProducerId
        && Leader == node
        && InFlightCount < (_isKnown ? inFlightMax : 1)
        && (InFlightCount == 0 || InFlightAt == node)
        && HasMore;

    /// <summary>Starts over under a new producer id.</summary>
    public void Adopt(long producerId)
    {
        Debug.Assert(InFlightCount == 0, "a producer id is not changed under way");
        ProducerId = producerId;
        ProducerEpoch = 0;
        Renumber();
    }

    /// <summary>
    /// Follows one whose topic was deleted under the same name: the target remembers the other's sequence numbers and
    /// would take ours for repeats of them, so ours go under the next epoch.
    /// </summary>
    public void Succeed(long producerId, short producerEpoch)
    {
        ProducerId = producerId;
        ProducerEpoch = producerEpoch;
        RestartSequence();
    }

    /// <summary>The batch to be sent again next; null where a new one is to be made.</summary>
    public MirrorBatch? NextRepeat()
    {
        while (_toSend < _batches.Count && _batches[_toSend].Outcome == BatchOutcome.Acknowledged)
        {
            _toSend++;
        }

        return _toSend < _batches.Count ? _batches[_toSend] : null;
    }

    /// <summary>Takes up a batch just made from <see cref="Planned"/> on.</summary>
    public void Plan(MirrorBatch batch)
    {
        Debug.Assert(_toSend == _batches.Count && batch.From >= Planned, "batches are planned in order");
        batch.BaseSequence = NextSequence;
        NextSequence = Advance(NextSequence, batch.RecordCount);
        Planned = batch.Next;
        _batches.Add(batch);
        if (batch.RecordCount == 0)
        {
            batch.Outcome = BatchOutcome.Acknowledged;
            _toSend++;
        }

        Settle();
    }

    /// <summary>
    /// The batch of <see cref="NextRepeat"/>, or the one just planned, was handed to broker <paramref name="node"/>.
    /// </summary>
    public void MarkSent(MirrorBatch batch, int node)
    {
        Debug.Assert(ReferenceEquals(_batches[_toSend], batch), "batches are sent in order");
        batch.Outcome = BatchOutcome.InFlight;
        _toSend++;
        InFlightCount++;
        InFlightAt = node;
    }

    public void MarkAcknowledged(MirrorBatch batch)
    {
        batch.Outcome = BatchOutcome.Acknowledged;
        InFlightCount--;
        Failures = 0;
        _isKnown = true;
        Settle();
    }

    public void MarkRefused(MirrorBatch batch, ErrorCode error, string? message)
    {
        batch.Outcome = BatchOutcome.Refused;
        batch.Error = error;
        batch.ErrorMessage = message;
        batch.MayBeWritten |= !IsRefusedBeforeAppend(error);
        InFlightCount--;
        _isDraining = true;
    }

    public void MarkLost(MirrorBatch batch)
    {
        batch.Outcome = BatchOutcome.Lost;
        batch.MayBeWritten = true;
        InFlightCount--;
        _isDraining = true;
    }

    /// <summary>No answer will come any more: every connection is gone.</summary>
    public void MarkAllLost()
    {
        foreach (MirrorBatch batch in _batches.Where(batch => batch.Outcome == BatchOutcome.InFlight))
        {
            MarkLost(batch);
        }
    }

    /// <summary>
    /// Sends nothing more until every answer is in, then begins with the oldest that is not acknowledged.
    /// </summary>
    public void Drain() => _isDraining = true;

    /// <summary>
    /// Once every answer is in after a failure: the oldest batch that failed, to be judged by the caller; everything
    /// from it on will be sent again. Null while answers are missing or nothing failed.
    /// </summary>
    public MirrorBatch? TakeFailure()
    {
        if (!_isDraining || InFlightCount > 0)
        {
            return null;
        }

        _isDraining = false;
        _isKnown = false;
        _toSend = 0;
        return _batches.Find(batch => batch.Outcome is BatchOutcome.Refused or BatchOutcome.Lost);
    }

    /// <summary>
    /// The target no longer knows our sequence: everything unacknowledged gets new numbers under the next epoch, which
    /// the target accepts from 0; where there is no next one, a new producer id is needed. Returns how many records it
    /// may get twice.
    /// </summary>
    public long RestartSequence()
    {
        ProducerEpoch++;
        long repeats = _batches.Where(batch => batch.MayBeWritten).Sum(batch => (long)batch.RecordCount);
        Renumber();
        return repeats;
    }

    /// <summary>
    /// Forgets how the log was cut into batches, to cut it anew: after a change of size, or where the log itself
    /// changed. Returns how many records the target may get twice.
    /// </summary>
    public long Replan(Offset from)
    {
        bool isKnown = _batches.TrueForAll(batch => batch.Outcome == BatchOutcome.Refused && !batch.MayBeWritten);
        long repeats = _batches.Where(batch => batch.MayBeWritten).Sum(batch => (long)batch.RecordCount);
        if (isKnown && _batches.Count > 0)
        {
            NextSequence = _batches[0].BaseSequence;
        }

        _batches.Clear();
        _toSend = 0;
        Volatile.Write(ref _oldestTimestampMs, -1);
        Planned = from;
        if (!isKnown)
        {
            RestartSequence();
        }

        if (from > Acknowledged.Next)
        {
            Acknowledged = Acknowledged with { Next = from };
        }

        return repeats;
    }

    private void Settle()
    {
        while (_batches.Count > 0 && _batches[0].Outcome == BatchOutcome.Acknowledged)
        {
            MirrorBatch batch = _batches[0];
            LeaderEpoch epoch = batch.LeaderEpoch == LeaderEpoch.None ? Acknowledged.LeaderEpoch : batch.LeaderEpoch;
            Acknowledged = Acknowledged with { Next = batch.Next, LeaderEpoch = epoch };
            _batches.RemoveAt(0);

            // Batches behind a repeat may be acknowledged already, and go with it before their turn came again.
            _toSend = Math.Max(0, _toSend - 1);
        }

        Volatile.Write(ref _oldestTimestampMs, _batches.Count > 0 ? _batches[0].TimestampMs : -1);
    }

    private void Renumber()
    {
        _isKnown = false;
        NextSequence = 0;
        foreach (MirrorBatch batch in _batches.Where(batch => batch.Outcome != BatchOutcome.Acknowledged))
        {
            batch.BaseSequence = NextSequence;
            batch.MayBeWritten = false;
            NextSequence = Advance(NextSequence, batch.RecordCount);
        }
    }

    // After any other error the leader may have the batch in its log all the same (it loses its leadership while it
    // waits for its replicas, say), and the sequence numbers must not go to other records.
    private static bool IsRefusedBeforeAppend(ErrorCode error) =>
        error is ErrorCode.CorruptMessage
            or ErrorCode.InvalidTopicException
            or ErrorCode.MessageTooLarge
            or ErrorCode.RecordListTooLarge
            or ErrorCode.NotEnoughReplicas
            or ErrorCode.InvalidRequiredAcks
            or ErrorCode.TopicAuthorizationFailed
            or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.InvalidTimestamp
            or ErrorCode.UnsupportedVersion
            or ErrorCode.UnsupportedForMessageFormat
            or ErrorCode.OutOfOrderSequenceNumber
            or ErrorCode.InvalidProducerEpoch
            or ErrorCode.InvalidProducerIdMapping
            or ErrorCode.UnknownProducerId
            or ErrorCode.UnsupportedCompressionType
            or ErrorCode.InvalidRecord
            or ErrorCode.ProducerFenced;

    // Sequence numbers go from 2147483647 to 0.
    private static int Advance(int sequence, int count) => (int)(((long)sequence + count) & int.MaxValue);
}
