using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace EdgeLog.Storage;

/// <summary>
/// SipHash-2-4 with 128 bits of result: keyed, so that nobody who writes records can make two keys collide, and far
/// cheaper than a cryptographic digest.
/// </summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>A hash under a key that nobody knows.</summary>
    public static SipHash CreateRandom()
    {
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        return new SipHash(
            BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));
    }

    public (ulong Low, ulong High) Compute(ReadOnlySpan<byte> bytes)
    {
        var state = new State(
            key0 ^ 0x736f6d6570736575,
            key1 ^ 0x646f72616e646f6d ^ 0xee,
            key0 ^ 0x6c7967656e657261,
            key1 ^ 0x7465646279746573);
        ulong last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }

        state.Absorb(last);
        ulong low = state.Squeeze(0xee, 0);
        return (low, state.Squeeze(0, 0xdd));
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        private ulong _v0 = v0;
        private ulong _v1 = v1;
        private ulong _v2 = v2;
        private ulong _v3 = v3;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Squeeze(ulong intoV2, ulong intoV1)
        {
            _v2 ^= intoV2;
            _v1 ^= intoV1;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
