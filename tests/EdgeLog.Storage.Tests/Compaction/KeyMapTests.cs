using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Storage.Tests;

public sealed class KeyMapTests
{
    // From OpenSSL: openssl mac -macopt hexkey:000102…0f -macopt size:16 SIPHASH, over the bytes 00, 01, 02, …
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(8, "3B62A9BA6258F5610F83E264F31497B4")]
    [InlineData(15, "5493E99933B0A8117E08EC0F97CFC3D9")]
    public void The_hash_is_SipHash_2_4_of_128_bits(int length, string expected)
    {
        byte[] input = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        (ulong low, ulong high) = new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908).Compute(input);
        byte[] hash = [.. BitConverter.GetBytes(low), .. BitConverter.GetBytes(high)];
        Assert.Equal(expected, Convert.ToHexString(hash));
    }

    [Fact]
    public void The_map_holds_what_a_dictionary_holds_until_it_is_full() =>
        Prop.ForAll((byte[] keys) =>
        {
            using var map = new KeyMap(64 * KeyMap.EntryBytes);
            var model = new Dictionary<string, long>();
            for (int i = 0; i < keys.Length; i++)
            {
                string key = $"key {keys[i]}";
                bool fits = model.ContainsKey(key) || model.Count < 48;
                Assert.Equal(fits, map.TryPut(Encoding.UTF8.GetBytes(key), i));
                if (fits)
                {
                    model[key] = i;
                }
            }

            Assert.Equal(model.Count, map.Count);
            for (int i = 0; i < 256; i++)
            {
                Assert.Equal(
                    model.GetValueOrDefault($"key {i}", -1), map.Find(Encoding.UTF8.GetBytes($"key {i}")));
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(300));
}
