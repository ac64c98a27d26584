namespace EdgeLog.Mqtt;

/// <summary>What brokers' reason codes say (MQTT 5, 2.4; MQTT 3.1.1, 3.2.2.3), for people.</summary>
internal static class BrokerReasons
{
    /// <summary>The topic's name is not one that the broker takes.</summary>
    public const int TopicNameInvalid = 0x90;

    /// <summary>The packet is larger than the broker takes.</summary>
    public const int PacketTooLarge = 0x95;

    /// <summary>The payload is not of the format it is said to be of.</summary>
    public const int PayloadFormatInvalid = 0x99;

    /// <summary>From here on a reason is a failure.</summary>
    public const int FirstFailure = 0x80;

    public static string Describe(int reason) => $"{Words(reason)} (0x{reason:X2})";

    private static string Words(int reason) => reason switch
    {
        0x01 or 0x84 => "it does not speak this version of MQTT: set protocol_version",
        0x02 or 0x85 => "it does not take this client_id",
        0x03 or 0x88 => "it is not available",
        0x04 or 0x86 => "bad username or password",
        0x05 or 0x87 => "not authorized: check username, password and the broker's access list",
        0x80 => "unspecified error",
        0x81 => "malformed packet",
        0x82 => "protocol error",
        0x83 => "not accepted",
        0x89 => "it is busy",
        0x8A => "banned",
        0x8B => "it shuts down",
        0x8D => "keep-alive timeout",
        0x8E => "another client has the same client_id",
        0x8F => "topic filter not valid",
        TopicNameInvalid => "topic name not valid",
        0x93 => "receive maximum exceeded",
        PacketTooLarge => "packet too large",
        0x97 => "quota exceeded",
        0x98 => "administrative action",
        PayloadFormatInvalid => "payload format not valid",
        0x9B => "quality of service not supported",
        0x9C or 0x9D => "it says to use another server",
        0x9E => "shared subscriptions not supported",
        0xA2 => "wildcard subscriptions not supported",
        _ => "refused",
    };
}
