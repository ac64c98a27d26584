using System.Buffers;

namespace EdgeLog.Network.Tests;

/// <summary>A reply of four bytes: its number, big-endian.</summary>
internal sealed class NumberedReply(int number) : Reply
{
    private int _endings;

    public int Number { get; set; } = number;

    public bool IsWritten { get; private set; }

    public bool IsDiscarded { get; private set; }

    public Action<NumberedReply>? Ended { get; set; }

    protected internal override void Write(IBufferWriter<byte> output)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), Number);
        output.Advance(4);
        IsWritten = true;
        End();
    }

    protected internal override void Discard()
    {
        IsDiscarded = true;
        End();
    }

    private void End()
    {
        if (Ended is null && Interlocked.Increment(ref _endings) > 1)
        {
            throw new InvalidOperationException("Written or discarded twice.");
        }

        Ended?.Invoke(this);
    }
}
