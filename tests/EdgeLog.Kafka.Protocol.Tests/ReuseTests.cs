namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class ReuseTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(13)]
    public void A_warm_produce_request_is_read_without_allocating(short version)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        LargeProduceRequest(topicCount: 10, partitionCount: 100).Write(ref writer, version);
        var request = new ProduceRequest();
        var names = new NameCache();
        for (var i = 0; i < 3; i++)
        {
            Fill(request, buffer.WrittenMemory, names, version);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Fill(request, buffer.WrittenMemory, names, version);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(99, request.Topics[9].Partitions[99].Index);
    }

    [Fact]
    public void Hot_messages_are_written_without_allocating_once_warm()
    {
        using var buffer = new KafkaBuffer();
        var request = LargeProduceRequest(topicCount: 10, partitionCount: 100);
        var response = new ProduceResponse();
        long allocated = 0;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            buffer.Clear();
            var writer = new KafkaWriter(buffer);
            request.Write(ref writer, 9);
            response.Clear();
            foreach (var topic in request.Topics)
            {
                var answer = response.Topics.Add().Reset(topic.Name, topic.TopicId);
                foreach (var partition in topic.Partitions)
                {
                    answer.Partitions.Add().Reset(partition.Index).BaseOffset = 5;
                }
            }

            response.Write(ref writer, 9);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(nameof(ProduceRequest))]
    [InlineData(nameof(ProduceResponse))]
    [InlineData(nameof(FetchRequest))]
    [InlineData(nameof(FetchResponse))]
    public void A_message_filled_again_holds_nothing_of_before(string name)
    {
        var produceRequest = new ProduceRequest();
        var produceResponse = new ProduceResponse();
        var fetchRequest = new FetchRequest();
        var fetchResponse = new FetchResponse();
        var all = GoldenMessage.All.Where(m => m.Name == name).ToArray();
        foreach (var golden in all.Concat(all.Reverse()))
        {
            var reader = new KafkaReader(golden.Bytes);
            object message;
            switch (name)
            {
                case nameof(ProduceRequest):
                    produceRequest.Fill(ref reader, golden.Version);
                    message = produceRequest;
                    break;
                case nameof(ProduceResponse):
                    produceResponse.Fill(ref reader, golden.Version);
                    message = produceResponse;
                    break;
                case nameof(FetchRequest):
                    fetchRequest.Fill(ref reader, golden.Version);
                    message = fetchRequest;
                    break;
                default:
                    fetchResponse.Fill(ref reader, golden.Version);
                    message = fetchResponse;
                    break;
            }

            Assert.Equal(golden.Text, MessageText.Of(message));
        }
    }

    [Fact]
    public void A_cleared_produce_request_holds_no_frame()
    {
        var request = LargeProduceRequest(topicCount: 2, partitionCount: 2);
        var partition = request.Topics[1].Partitions[1];

        request.Clear();

        Assert.Null(partition.Records);
        Assert.Empty(request.Topics);
    }

    [Fact]
    public void A_recycling_list_hands_out_the_same_elements_again()
    {
        var list = new RecyclingList<object>();
        var first = list.Add();
        list.Add();
        list.Clear();

        Assert.Empty(list);
        Assert.Same(first, list.Add());
        Assert.Throws<ArgumentOutOfRangeException>(() => list[1]);
        list.RemoveLast();
        Assert.Empty(list);
    }

    private static void Fill(ProduceRequest request, ReadOnlyMemory<byte> bytes, NameCache names, short version)
    {
        var reader = new KafkaReader(bytes) { Names = names };
        request.Fill(ref reader, version);
    }

    private static ProduceRequest LargeProduceRequest(int topicCount, int partitionCount)
    {
        var request = new ProduceRequest { Acks = -1 };
        for (var t = 0; t < topicCount; t++)
        {
            var topic = request.Topics.Add();
            topic.Name = $"plant.line-{t}";
            topic.TopicId = Guid.NewGuid();
            for (var p = 0; p < partitionCount; p++)
            {
                var partition = topic.Partitions.Add();
                partition.Index = p;
                partition.Records = new byte[70];
            }
        }

        return request;
    }
}
