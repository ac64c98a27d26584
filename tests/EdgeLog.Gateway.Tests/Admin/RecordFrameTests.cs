using System.Buffers;
using EdgeLog.Gateway.Admin.Records;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Gateway.Tests.Admin;

public class RecordFrameTests
{
    private static readonly RecordFrame Full = new()
    {
        Offset = 47,
        Partition = 3,
        TimestampMs = 1_700_000_000_000,
        Key = [1, 2],
        Value = [],
        Headers = [([97], [98]), ([99], null)],
    };

    [Fact]
    public void A_frame_comes_back_as_it_was_written()
    {
        var output = new ArrayBufferWriter<byte>();
        Full.Write(output);
        new RecordFrame().Write(output);
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);

        Assert.True(RecordFrame.TryRead(ref buffer, out var first));
        Assert.True(RecordFrame.TryRead(ref buffer, out var second));

        Assert.Equal((47, 3, 1_700_000_000_000), (first.Offset, first.Partition, first.TimestampMs));
        Assert.Equal([1, 2], first.Key);
        Assert.Empty(first.Value!);
        Assert.Equal([97], first.Headers[0].Name);
        Assert.Null(first.Headers[1].Value);
        Assert.Null(second.Key);
        Assert.Null(second.Value);
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void A_frame_cut_anywhere_is_not_read()
    {
        var output = new ArrayBufferWriter<byte>();
        Full.Write(output);

        for (var length = 0; length < output.WrittenCount; length++)
        {
            var buffer = new ReadOnlySequence<byte>(output.WrittenMemory[..length]);
            Assert.False(RecordFrame.TryRead(ref buffer, out _));
        }
    }

    [Fact]
    public void Garbage_is_refused_or_read_and_never_breaks_anything_else()
    {
        Prop.ForAll<byte[]>(garbage =>
        {
            var buffer = new ReadOnlySequence<byte>(
                [0, 0, 0, (byte)Math.Max(32, garbage.Length), .. garbage, .. new byte[32]]);
            try
            {
                RecordFrame.TryRead(ref buffer, out _);
            }
            catch (InvalidDataException)
            {
                return true;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }
}
