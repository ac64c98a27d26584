using System.Text;

namespace EdgeLog.Mqtt.Tests;

/// <summary>Builds packets as a client does, one field after the other; also ones that no client should send.</summary>
internal static class Wire
{
    public static byte[] Packet(int header, params byte[][] fields)
    {
        var body = Join(fields);
        return Join([(byte)header], Variable(body.Length), body);
    }

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Variable(int value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)(value % 128 + (value >= 128 ? 128 : 0)));
            value /= 128;
        }
        while (value > 0);
        return [.. bytes];
    }

    public static byte[] Int16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Int32(uint value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Text(string value) => Binary(Encoding.UTF8.GetBytes(value));

    public static byte[] Binary(byte[] value) => Join(Int16(value.Length), value);

    public static byte[] Properties(params byte[][] properties)
    {
        var block = Join(properties);
        return Join(Variable(block.Length), block);
    }

    public static byte[] UserProperty(string name, string value) => Join([0x26], Text(name), Text(value));

    public static byte[] Hello(
        int level, string clientId, int flags = 2, int keepAlive = 30, byte[]? properties = null) =>
        Packet(
            0x10, Text("MQTT"), [(byte)level, (byte)flags], Int16(keepAlive),
            level == 5 ? properties ?? Properties() : [], Text(clientId));

    public static byte[] Publish(
        int level, string topic, string payload, int id = 0, int flags = 0, byte[]? properties = null) =>
        Packet(
            0x30 | flags | (id > 0 ? 2 : 0), Text(topic), id > 0 ? Int16(id) : [],
            level == 5 ? properties ?? Properties() : [], Encoding.UTF8.GetBytes(payload));

    public static byte[] Subscribe(int level, int id, params (string Filter, int Options)[] filters) =>
        Packet(
            0x82, Int16(id), level == 5 ? Properties() : [],
            Join([.. filters.Select(f => Join(Text(f.Filter), [(byte)f.Options]))]));

    public static byte[] Unsubscribe(int level, int id, params string[] filters) =>
        Packet(0xA2, Int16(id), level == 5 ? Properties() : [], Join([.. filters.Select(Text)]));

    public static byte[] Puback(int id) => Packet(0x40, Int16(id));

    public static byte[] Pubrec(int id) => Packet(0x50, Int16(id));

    public static byte[] Pubrel(int id) => Packet(0x62, Int16(id));

    public static byte[] Pubcomp(int id) => Packet(0x70, Int16(id));

    /// <summary>A PUBLISH of QoS 2; flags 8 for one sent again.</summary>
    public static byte[] PublishOnce(int level, string topic, string payload, int id, int flags = 0) =>
        Packet(
            0x34 | flags, Text(topic), Int16(id), level == 5 ? Properties() : [], Encoding.UTF8.GetBytes(payload));

    /// <summary>The property of a CONNECT, or DISCONNECT, that says how long the session lives.</summary>
    public static byte[] SessionExpiry(uint seconds) => Properties(Join([0x11], Int32(seconds)));

    public static byte[] Ping() => [0xC0, 0];

    public static byte[] Disconnect() => [0xE0, 0];
}
