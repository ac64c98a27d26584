using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Protocol.Tests;

/// <summary>Asks the message classes of a real Kafka what they read in bytes written here.</summary>
public sealed class KafkaPeerTests
{
    private const int DamagedCount = 3000;

    [PeerFact("kafka", "javac")]
    public async Task Kafka_reads_what_is_written_piece_by_piece()
    {
        var written = new List<Written>();
        for (short version = 3; version <= 13; version++)
        {
            written.Add(Written.Of(nameof(ProduceRequest), version, PiecewiseMessages.ProduceRequest(version)));
        }

        for (short version = 4; version <= 17; version++)
        {
            written.Add(Written.Of(nameof(FetchResponse), version, PiecewiseMessages.FetchResponse(version)));
        }

        await AssertKafkaReadsTheSameAsync(written);
    }

    [PeerFact("kafka", "javac")]
    public async Task Kafka_reads_any_values_that_are_written()
    {
        // Damaged messages that are still read hold values that nobody thought of.
        var random = new Random(20_261_121);
        var goldens = GoldenMessage.All.Where(m => m.Bytes.Length > 0).ToArray();
        var written = new List<Written>();
        while (written.Count < DamagedCount)
        {
            var golden = goldens[random.Next(goldens.Length)];
            var bytes = golden.Bytes.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (Rewritten(golden, bytes) is { } message)
            {
                written.Add(message);
            }
        }

        await AssertKafkaReadsTheSameAsync(written);
    }

    private static Written? Rewritten(GoldenMessage golden, byte[] bytes)
    {
        var codec = MessageCodec.Of(golden.Name);
        try
        {
            var written = codec.Write(codec.Read(bytes, golden.Version, out _), golden.Version);
            var message = Written.Of(golden.Name, golden.Version, written);
            return message.Text.Any(char.IsControl) ? null : message;
        }
        catch (KafkaProtocolException)
        {
            return null;
        }
    }

    private static async Task AssertKafkaReadsTheSameAsync(List<Written> written)
    {
        var source = Path.Combine(
            Peer.RepositoryRoot, "tests/EdgeLog.Kafka.Protocol.Tests/Golden/GoldenMessages.java");
        var input = string.Join('\n', written.Select(w => $"{w.Name},{w.Version},{Convert.ToHexStringLower(w.Bytes)}"));
        var java = await RunningProgram.RunAsync(
            input + "\n", "java", ["-cp", Path.Combine(Peer.KafkaHome!, "libs", "*"), source, "read"]);

        var read = java.Succeeded().Lines;
        Assert.Equal(written.Count, read.Length);
        for (var i = 0; i < written.Count; i++)
        {
            Assert.Equal($"{written[i].Name} v{written[i].Version} {written[i].Text}",
                $"{written[i].Name} v{written[i].Version} {read[i]}");
        }
    }

    private sealed record Written(string Name, short Version, byte[] Bytes, string Text)
    {
        public static Written Of(string name, short version, byte[] bytes) =>
            new(name, version, bytes, MessageText.Of(MessageCodec.Of(name).Read(bytes, version, out _)));
    }
}
