using System.Buffers;
using System.IO.Pipelines;

namespace EdgeLog.Network;

/// <summary>
/// A pipe's writer that knows how much was written since the last flush. Used by the sending loop alone.
/// </summary>
internal sealed class CountingWriter(PipeWriter writer) : IBufferWriter<byte>
{
    /// <summary>Bytes written since <see cref="Reset"/>.</summary>
    public long BytesWritten { get; private set; }

    /// <inheritdoc />
    public void Advance(int count)
    {
        writer.Advance(count);
        BytesWritten += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

    /// <summary>Counts from zero again.</summary>
    public void Reset() => BytesWritten = 0;
}
