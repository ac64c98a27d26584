using System.Diagnostics.CodeAnalysis;

namespace EdgeLog.Mqtt;

/// <summary>The client broke the standard or a limit; its connection ends with <see cref="Reason"/>.</summary>
internal sealed class MqttProtocolException(ReasonCode reason, string message) : Exception(message)
{
    /// <summary>What MQTT 5 calls it; MQTT 3.1.1 has no word for it and just closes.</summary>
    public ReasonCode Reason { get; } = reason;

    /// <summary>Whether it only asked for what it may not have: that is counted and said elsewhere.</summary>
    public bool IsDenial => Reason is ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized
        or ReasonCode.ConnectionRateExceeded;

    /// <summary>The bytes cannot be read as the standard says (MQTT 5, 4.13.1: Malformed Packet).</summary>
    [DoesNotReturn]
    public static void ThrowMalformed(string message) => throw Malformed(message);

    /// <summary>The packet reads well and must not come here and now (Protocol Error).</summary>
    [DoesNotReturn]
    public static void ThrowProtocolError(string message) =>
        throw new MqttProtocolException(ReasonCode.ProtocolError, message);

    public static MqttProtocolException Malformed(string message) => new(ReasonCode.MalformedPacket, message);
}
