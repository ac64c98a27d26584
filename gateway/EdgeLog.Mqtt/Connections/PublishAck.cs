using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>A message, or a release of one, that waits to be answered.</summary>
/// <param name="PacketId">Its packet identifier.</param>
/// <param name="RunIndex">The run it waits for, or -1 where it is in none.</param>
/// <param name="Refusal">Where it is in none: why, or that nothing had to be stored.</param>
internal readonly record struct PublishAck(ushort PacketId, int RunIndex, AppendError Refusal = AppendError.None)
{
    /// <summary>What answers it: a PUBACK, a PUBREC or a PUBCOMP.</summary>
    public PacketType Type { get; init; } = PacketType.Puback;

    /// <summary>Whether the access list denied it.</summary>
    public bool IsDenied { get; init; }

    /// <summary>What a PUBCOMP says where nothing was refused.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>Whether, once it has left, the client may have one more on its way.</summary>
    public bool EndsExchange { get; init; } = true;
}
