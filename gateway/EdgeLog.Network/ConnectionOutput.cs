using System.Buffers;
using System.IO.Pipelines;

namespace EdgeLog.Network;

/// <summary>
/// The sending side of one connection: serialises what several threads write and flushes once for many writes.
/// </summary>
public sealed class ConnectionOutput
{
    /// <summary>Writes to <paramref name="writer"/>.</summary>
    public ConnectionOutput(PipeWriter writer) => throw new NotImplementedException();

    /// <summary>Lets <paramref name="write"/> put bytes into the pipe, alone, and schedules a flush.</summary>
    public void Write<TState>(TState state, Action<TState, IBufferWriter<byte>> write) => throw new NotImplementedException();

    /// <summary>Bytes written and not yet taken by the socket.</summary>
    public long UnsentBytes => throw new NotImplementedException();

    /// <summary>Completes when <see cref="UnsentBytes"/> is below the pause threshold again.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellation) => throw new NotImplementedException();
}
