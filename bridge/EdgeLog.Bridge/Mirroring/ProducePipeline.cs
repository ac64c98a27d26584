using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// Keeps every broker of the target supplied: up to five Produce requests in flight to each, one batch per partition in
/// each. Owned by the mirror's loop, whose every turn collects answers and then sends what there is.
/// </summary>
internal sealed class ProducePipeline(
    MirrorContext context, KafkaClient client, MirrorTopics topics, BatchFramer framer, ProduceAnswers answers)
{
    private const int SmallestUsefulRoom = 4096;

    private readonly Dictionary<int, BrokerLink> _links = [];
    private readonly Stack<ProduceFrame> _freeFrames = new();
    private readonly PartitionBatches _batches = new(context, framer, answers);
    private readonly LoopTimes _times = context.Times;
    private int _framesMade;
    private int _topicTurn;

    /// <summary>The oldest reason why a broker cannot be reached; null while all can.</summary>
    public BrokerUnreachableException? Failure { get; private set; }

    /// <summary>Requests that wait for their answer.</summary>
    public int InFlightCount => _links.Values.Sum(link => link.Calls.Count);

    /// <summary>When the next turn is due although nothing happens; <see cref="long.MaxValue"/> for never.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Takes in connections made and answers received.</summary>
    public void Collect()
    {
        foreach (BrokerLink link in _links.Values)
        {
            CollectConnection(link);
            CollectAnswers(link);
        }
    }

    /// <summary>Sends all that can be sent now.</summary>
    public void Send()
    {
        DueAt = long.MaxValue;
        foreach (int node in NodesWithWork())
        {
            if (!_links.TryGetValue(node, out BrokerLink? link))
            {
                link = new BrokerLink(node, context.RequestBytes);
                _links.Add(node, link);
            }

            Supply(link);
        }
    }

    /// <summary>
    /// Gives up on everything under way. Goes by what partitions hold to be in flight, not by the links' requests: a
    /// turn that failed may have left a request half made, and no answer to that would ever come.
    /// </summary>
    public void Abandon()
    {
        foreach (TopicMirror topic in topics.All)
        {
            foreach (PartitionMirror partition in topic.Partitions)
            {
                answers.LoseAll(topic, partition);
            }
        }

        _links.Clear();
    }

    private HashSet<int> NodesWithWork()
    {
        HashSet<int> nodes = [];
        foreach (PartitionMirror partition in topics.All.SelectMany(topic => topic.Partitions))
        {
            if (partition.Leader < 0 || !partition.HasMore)
            {
                continue;
            }

            if (_times.IsDue(partition.RetryAt))
            {
                nodes.Add(partition.Leader);
            }
            else
            {
                DueAt = Math.Min(DueAt, partition.RetryAt);
            }
        }

        return nodes;
    }

    private void Supply(BrokerLink link)
    {
        if (link.Connection is null)
        {
            Connect(link);
            return;
        }

        while (!link.IsSending && link.Calls.Count < context.Limits.RequestsInFlight && TakeFrame() is { } frame)
        {
            short version = link.Connection.VersionOf(ApiKey.Produce, ProduceFrame.VersionMax);
            frame.Begin(version, context.RequestBytes, context.Client.RequestTimeout / 2);
            List<SentBatch> sent = Fill(frame, link);
            if (sent.Count == 0)
            {
                _freeFrames.Push(frame);
                return;
            }

            StartCall(link, frame, version, sent);
        }
    }

    private List<SentBatch> Fill(ProduceFrame frame, BrokerLink link)
    {
        List<SentBatch> sent = [];
        int first = _topicTurn++;
        for (int i = 0; i < topics.All.Count; i++)
        {
            TopicMirror topic = topics.All[(int)((uint)(first + i) % (uint)topics.All.Count)];
            foreach (PartitionMirror partition in topic.InTurn())
            {
                int room = Math.Min(frame.RoomBytes, link.RequestBytes - frame.SizeBytes);
                if (sent.Count > 0 && room < SmallestUsefulRoom)
                {
                    return sent;
                }

                bool isReady = partition.CanSendTo(link.Node, context.Limits.RequestsInFlight)
                    && _times.IsDue(partition.RetryAt);
                if (isReady && _batches.TryTake(topic, partition, room, frame) is { } batch)
                {
                    partition.MarkSent(batch, link.Node);
                    sent.Add(new SentBatch(topic, partition, batch));
                }
            }
        }

        return sent;
    }

    private void StartCall(BrokerLink link, ProduceFrame frame, short version, List<SentBatch> sent)
    {
        Task<Task<ReadOnlyMemory<byte>>> sending = link.Connection!.SendAsync(frame.End()).AsTask();
        link.Calls.Enqueue(new ProduceCall(version, frame, sending, sent, _times.Now));
        context.Report.Requested();
        link.IsSending = !sending.IsCompleted;
        if (link.IsSending)
        {
            context.Signal.SetAfter(sending);
        }
        else
        {
            FreeFrame(link.Calls.Last());
        }
    }

    private void FreeFrame(ProduceCall call)
    {
        call.IsFrameFree = true;
        _freeFrames.Push(call.Frame);
        if (call.Sending.IsCompletedSuccessfully)
        {
            context.Signal.SetAfter(call.Sending.Result);
        }
        else
        {
            context.Signal.Set();
        }
    }

    private void CollectAnswers(BrokerLink link)
    {
        if (link.IsSending && link.Calls.Last() is { Sending.IsCompleted: true } written)
        {
            link.IsSending = false;
            FreeFrame(written);
        }

        while (link.Calls.TryPeek(out ProduceCall? call) && call.IsFrameFree)
        {
            Task ended = call.Sending.IsCompletedSuccessfully ? call.Sending.Result : call.Sending;
            if (ended.IsFaulted)
            {
                Fail(link, ended.Exception.InnerException!);
                return;
            }

            if (!ended.IsCompleted)
            {
                return;
            }

            answers.Apply(call, call.Sending.Result.Result);
            link.Calls.Dequeue();
            link.Failures = 0;
            link.Adapt(_times.Clock.GetElapsedTime(call.SentAt));
        }
    }

    private void Connect(BrokerLink link)
    {
        if (link.Connecting is not null)
        {
            return;
        }

        if (!_times.IsDue(link.RetryAt))
        {
            DueAt = Math.Min(DueAt, link.RetryAt);
            return;
        }

        try
        {
            link.Connecting = client.ConnectAsync(link.Node);
            context.Signal.SetAfter(link.Connecting);
        }
        catch (BrokerUnreachableException error)
        {
            Fail(link, error);
        }
    }

    private void CollectConnection(BrokerLink link)
    {
        if (link.Connecting is not { IsCompleted: true } connecting)
        {
            return;
        }

        link.Connecting = null;
        if (connecting.IsCompletedSuccessfully)
        {
            link.Connection = connecting.Result;
            Failure = null;
        }
        else
        {
            Fail(link, connecting.Exception!.InnerException!);
        }
    }

    private void Fail(BrokerLink link, Exception error)
    {
        if (error is not BrokerUnreachableException unreachable)
        {
            throw error;
        }

        link.Connection = null;
        link.Failures++;
        link.RetryAt = link.Failures > 1 ? _times.After(context.Backoff.After(link.Failures - 1)) : 0;
        Failure ??= unreachable;
        answers.WantsMetadata = true;
        LoseCalls(link);
        context.Signal.Set();
    }

    private void LoseCalls(BrokerLink link)
    {
        link.IsSending = false;
        while (link.Calls.TryDequeue(out ProduceCall? call))
        {
            if (!call.IsFrameFree)
            {
                // Still being written to a dead connection: its memory is left to it.
                _framesMade--;
            }

            answers.Lose(call);
        }
    }

    private ProduceFrame? TakeFrame()
    {
        if (_freeFrames.TryPop(out ProduceFrame? frame))
        {
            return frame;
        }

        if (_framesMade >= context.FramesMax)
        {
            return null;
        }

        _framesMade++;
        return new ProduceFrame(context.Client.ClientId);
    }
}
