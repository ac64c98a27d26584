using System.Buffers.Binary;

namespace EdgeLog.Records;

/// <summary>The hash by which Kafka's Java clients, and those that follow them, choose a key's partition.</summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>The 32-bit murmur2 hash of <paramref name="key"/>, with Kafka's seed.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        uint hash = Seed ^ (uint)key.Length;
        ReadOnlySpan<byte> rest = key;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(rest) * Multiplier;
            word = (word ^ (word >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
        }

        if (rest.Length > 0)
        {
            for (int i = rest.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)rest[i] << (8 * i);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }

    /// <summary>The partition of <paramref name="key"/> among <paramref name="partitions"/>.</summary>
    public static int PartitionFor(ReadOnlySpan<byte> key, int partitions) => (Hash(key) & 0x7fffffff) % partitions;
}
