using BenchmarkDotNet.Attributes;
using EdgeLog.Records;

namespace EdgeLog.Benchmarks;

/// <summary>What a batch of a thousand 100-byte records costs to encode, pack, validate and read.</summary>
[MemoryDiagnoser]
public class RecordBatchBenchmarks : IDisposable
{
    private const int Records = 1000;

    private readonly RecordBatchBuilder _builder = new();
    private readonly RecordRun _run = RecordRun.Rent();
    private readonly byte[] _value = new byte[100];
    private byte[] _batch = [];

    [Params(CompressionCodec.None, CompressionCodec.Lz4, CompressionCodec.Zstd)]
    public CompressionCodec Codec { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        for (int i = 0; i < _value.Length; i++)
        {
            _value[i] = (byte)((i * i) >> 2);
        }

        Encode();
        _batch = Pack().ToArray();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _builder.Dispose();
        _run.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Encode()
    {
        _run.Clear();
        for (int i = 0; i < Records; i++)
        {
            _run.BeginRecord(1_700_000_000_000 + i);
            _run.WriteKey("sensor-1"u8);
            _run.WriteValue(_value);
            _run.BeginHeaders(1);
            _run.WriteHeader("mqtt.qos"u8, "1"u8);
            _run.EndRecord();
        }

        return _run.SizeBytes;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public Memory<byte> Pack()
    {
        _builder.Reset(Offset.Zero, new LeaderEpoch(0), 256 * 1024);
        foreach (RecordRunEntry entry in _run.Read())
        {
            _builder.TryAdd(entry);
        }

        return _builder.Build(Codec);
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public RecordBatchError Validate() => RecordBatchValidator.Validate(_batch, new ValidationRules(), out _);

    [Benchmark(OperationsPerInvoke = Records)]
    public int Read()
    {
        int bytes = 0;
        foreach (Record record in new RecordBatchReader(_batch, Offset.Zero))
        {
            bytes += record.Value.Length;
        }

        return bytes;
    }
}
