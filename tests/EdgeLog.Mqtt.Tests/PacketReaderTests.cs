using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class PacketReaderTests
{
    [Fact]
    public void Any_bytes_in_any_pieces_read_as_the_slow_decoder_reads_them() =>
        Prop.ForAll<byte[], int>((bytes, seed) =>
        {
            var random = new Random(seed);
            var stream = Stream(random, bytes);
            Assert.Equal(ReadSlowly(stream), ReadInPieces(stream, random));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_behind_a_type_is_refused_or_read_but_never_crashes() =>
        Prop.ForAll<byte[], byte>((body, header) =>
        {
            foreach (var version in new[] { ProtocolVersion.V311, ProtocolVersion.V5 })
            {
                foreach (var read in Readers(body, header, version))
                {
                    try
                    {
                        read();
                    }
                    catch (MqttProtocolException refusal)
                    {
                        Assert.True(refusal.Reason >= ReasonCode.UnspecifiedError);
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_valid_packet_with_one_byte_changed_or_cut_never_crashes()
    {
        var valid = Wire.Hello(5, "client", properties: Wire.Properties([0x21, 0, 9], Wire.UserProperty("a", "b")));
        var body = valid.AsSpan(2).ToArray();
        var refused = 0;
        for (var i = 0; i < body.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = body.ToArray();
                changed[i] = (byte)value;
                refused += IsRefused(changed) ? 1 : 0;
            }

            Assert.True(IsRefused(body[..i]));
        }

        Assert.False(IsRefused(body));
        Assert.True(refused > 1_000, $"{refused}");
    }

    [Theory]
    [InlineData("20020000", 4, 0x00)]
    [InlineData("20020005", 4, 0x85, 2)]
    [InlineData("2003008400", 5, 0x84)]
    public void CONNACK_has_the_standards_bytes(string bytes, int version, int reason, int returnCode = -1)
    {
        var output = new ArrayBufferWriter<byte>();
        new ConnackPacket { Version = (ProtocolVersion)version, Reason = (ReasonCode)reason }.Write(output);
        var expected = Convert.FromHexString(bytes);
        if (returnCode >= 0)
        {
            expected[3] = (byte)returnCode;
        }

        Assert.Equal(expected, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Packets_of_this_server_have_the_standards_bytes()
    {
        Assert.Equal("40020007", Written(w => WritePuback(w, new PubackPacket(7, ReasonCode.Success))));
        Assert.Equal("4003000797", Written(w => WritePuback(w, new PubackPacket(7, ReasonCode.QuotaExceeded))));
        ReasonCode[] reasons = [ReasonCode.GrantedQos1, ReasonCode.TopicFilterInvalid];
        var suback = new SubackPacket(PacketType.Suback, ProtocolVersion.V5, 10, reasons);
        Assert.Equal("9005000A00018F", Written(suback.Write));
        Assert.Equal("9004000A0180", Written((suback with { Version = ProtocolVersion.V311 }).Write));
        var unsuback = new SubackPacket(PacketType.Unsuback, ProtocolVersion.V311, 10, [ReasonCode.Success]);
        Assert.Equal("B002000A", Written(unsuback.Write));
        Assert.Equal("E0028100", Written(new DisconnectPacket(ReasonCode.MalformedPacket, null).Write));
        Assert.Equal("E00781051F0002" + "6869", Written(new DisconnectPacket(ReasonCode.MalformedPacket, "hi").Write));
        Assert.Equal("30050001617879", Written(w => WritePublish(w, ProtocolVersion.V311, 0, null)));
        Assert.Equal(
            "330D00016100090502000000057879",
            Written(w => WritePublish(w, ProtocolVersion.V5, QualityOfService.AtLeastOnce, 5)));
    }

    private static void WritePuback(IBufferWriter<byte> output, PubackPacket packet)
    {
        var writer = new PacketWriter(output.GetSpan(PubackPacket.SizeBytesMax));
        packet.Write(ref writer);
        output.Advance(writer.SizeBytes);
    }

    private static void WritePublish(
        IBufferWriter<byte> output, ProtocolVersion version, QualityOfService quality, uint? expiry) =>
        OutgoingPublish.Write(
            new OutgoingPublish
            {
                Message = new LiveMessage { Topic = "a"u8, Payload = "xy"u8, ExpirySeconds = expiry },
                Version = version,
                QualityOfService = quality,
                PacketId = 9,
                IsRetained = quality == QualityOfService.AtLeastOnce,
            },
            output);

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Convert.ToHexString(output.WrittenSpan);
    }

    private static bool IsRefused(byte[] body)
    {
        try
        {
            if (ConnectPacket.ReadLevel(body) is 4 or 5)
            {
                ConnectPacket.Read(body, 256);
            }

            return false;
        }
        catch (MqttProtocolException)
        {
            return true;
        }
    }

    private static Action[] Readers(byte[] body, byte header, ProtocolVersion version) =>
    [
        () => IsRefused(body),
        () =>
        {
            var packet = PublishPacket.Read(header, body, version);
            _ = new MessageProperties(packet.Properties, PropertySet.Publish);
        },
        () => PubackPacket.Read(body, version),
        () => SubscribePacket.Read(body, version),
        () => UnsubscribePacket.Read(body, version),
        () => DisconnectPacket.Read(body, version),
    ];

    // Mostly whole packets of random sizes, sometimes arbitrary bytes.
    private static byte[] Stream(Random random, byte[] garbage)
    {
        var parts = Enumerable.Range(0, random.Next(20)).Select(_ =>
        {
            var body = new byte[random.Next(3) == 0 ? random.Next(40_000) : random.Next(200)];
            random.NextBytes(body);
            return Wire.Packet(random.Next(256), body);
        });
        return Wire.Join([.. parts, garbage]);
    }

    private static List<string> ReadSlowly(byte[] stream)
    {
        var packets = new List<string>();
        var rest = stream.AsSpan();
        while (WirePacket.TryRead(rest, out var used) is { } packet)
        {
            packets.Add($"{(int)packet.Type << 4 | packet.Flags} {Convert.ToHexString(packet.Body)}");
            rest = rest[used..];
        }

        var lengthIsTooLong = rest.Length >= 5 && !rest[1..5].ContainsAnyInRange((byte)0, (byte)127);
        packets.Add(lengthIsTooLong ? "refused" : $"{rest.Length} left");
        return packets;
    }

    private static List<string> ReadInPieces(byte[] stream, Random random)
    {
        var packets = new List<string>();
        var buffer = Segment.Split(stream, random);
        using var reader = new PacketReader(buffer, int.MaxValue);
        try
        {
            while (reader.MoveNext())
            {
                packets.Add($"{reader.Header} {Convert.ToHexString(reader.Body)}");
            }

            packets.Add($"{buffer.Slice(reader.Consumed).Length} left");
        }
        catch (MqttProtocolException)
        {
            packets.Add("refused");
        }

        return packets;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Split(byte[] bytes, Random random)
        {
            var first = new Segment();
            var last = first;
            for (var position = 0; position < bytes.Length;)
            {
                var size = Math.Min(random.Next(random.Next(2) == 0 ? 8 : 5_000), bytes.Length - position);
                var next = new Segment
                {
                    Memory = bytes.AsMemory(position, size),
                    RunningIndex = last.RunningIndex + last.Memory.Length,
                };
                last.Next = next;
                last = next;
                position += size;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}
