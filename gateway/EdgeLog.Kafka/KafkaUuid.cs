using System.Buffers.Text;

namespace EdgeLog.Kafka;

/// <summary>
/// Kafka's text form of a uuid: its sixteen bytes, big-endian, in url-safe base 64 without padding.
/// </summary>
internal static class KafkaUuid
{
    public static string Format(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
