using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using EdgeLog.Records;

namespace EdgeLog.Benchmarks;

/// <summary>The checksum of a batch in three lanes, beside the same in one.</summary>
public class Crc32CBenchmarks
{
    private byte[] _bytes = [];

    [Params(512, 16 * 1024, 256 * 1024)]
    public int SizeBytes { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _bytes = new byte[SizeBytes];
        new Random(1).NextBytes(_bytes);
    }

    [Benchmark]
    public uint ThreeLanes() => Crc32C.Compute(_bytes);

    [Benchmark(Baseline = true)]
    public uint OneLane()
    {
        uint state = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(_bytes))
        {
            state = BitOperations.Crc32C(state, word);
        }

        return ~state;
    }
}
