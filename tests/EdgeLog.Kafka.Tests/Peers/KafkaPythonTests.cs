using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Tests.Peers;

/// <summary>kafka-python 2.0.2, as Debian has it: it guesses the broker's version from pipelined probes.</summary>
public sealed class KafkaPythonTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [PeerFact("kafka-python")]
    public async Task It_produces_consumes_and_administers()
    {
        const string Script = """
            import sys
            from kafka import KafkaProducer, KafkaConsumer, TopicPartition
            from kafka.admin import KafkaAdminClient, NewTopic
            address = sys.argv[1]
            admin = KafkaAdminClient(bootstrap_servers=address)
            admin.create_topics([NewTopic('made', 2, 1)])
            print('topics', ','.join(t for t in sorted(admin.list_topics()) if not t.startswith('__')))
            for codec in (None, 'gzip', 'lz4', 'snappy'):
                try:
                    producer = KafkaProducer(bootstrap_servers=address, compression_type=codec, acks='all')
                except AssertionError:
                    continue
                sent = [producer.send('made', key=b'k', value=b'%d' % i, headers=[('h', b'x')], partition=1)
                        for i in range(100)]
                producer.flush()
                print('acked', sent[-1].get(10).offset >= 99)
                producer.close()
            consumer = KafkaConsumer(bootstrap_servers=address, consumer_timeout_ms=3000)
            part = TopicPartition('made', 1)
            consumer.assign([part])
            consumer.seek_to_beginning(part)
            end = consumer.end_offsets([part])[part]
            read = 0
            for record in consumer:
                assert record.headers == [('h', b'x')] and record.key == b'k'
                assert record.value == b'%d' % (read % 100), record
                read += 1
                if read == end:
                    break
            print('read all', read == end and end >= 100)
            print('by time', consumer.offsets_for_times({part: 0})[part].offset)
            admin.delete_topics(['made'])
            """;
        var result = (await RunningProgram.RunAsync("", Peer.Python, ["-c", Script, _gateway.Address])).Succeeded();
        Assert.Equal("topics made", result.Lines[0]);
        Assert.All(result.Lines[1..^2], line => Assert.Equal("acked True", line));
        Assert.Equal(["read all True", "by time 0"], result.Lines[^2..]);
        Assert.Null(_gateway.Log.Topics.Find("made"));
    }
}
