using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Records.Tests;

/// <summary>Batches with bytes changed, removed or added never do more harm than to be refused.</summary>
public sealed class RecordBatchFuzzTests
{
    [Fact]
    public void Validator_and_reader_agree_with_the_slow_decoder_on_mutated_batches()
    {
        int accepted = 0;
        Prop.ForAll(TestBatch.Records.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (records, seed) =>
        {
            byte[] batch = TestBatch.Build(CompressionCodec.None, Small(records));
            for (int i = 0; i < 20; i++)
            {
                byte[] mutated = Mutate(batch, seed + i);
                List<TestRecord>? expected = SlowDecoder.TryDecode(mutated);
                RecordBatchError error = RecordBatchValidator.Validate(mutated, new ValidationRules(), out _);
                Assert.Equal(expected is not null, error == RecordBatchError.None);
                if (expected is not null && new RecordBatch(mutated).Header.BaseOffset == Offset.Zero)
                {
                    accepted++;
                    Assert.Equal(expected, TestBatch.Read(mutated).Select(r => r.Record));
                }
            }
        }).QuickCheckThrowOnFailure();
        Assert.True(accepted > 100, $"only {accepted} mutations were harmless: the test has lost its point");
    }

    [Theory]
    [MemberData(nameof(CodecTests.All), MemberType = typeof(CodecTests))]
    public void Mutated_batches_of_any_codec_are_refused_or_read_and_never_crash(CompressionCodec codec)
    {
        int seed = 0;
        Prop.ForAll(TestBatch.Records.ToArbitrary(), records =>
        {
            byte[] batch = TestBatch.Build(codec, records);
            for (int i = 0; i < 10; i++)
            {
                byte[] mutated = Mutate(batch, ++seed);
                RecordBatchValidator.Validate(mutated, new ValidationRules(), out _);
                ReadOrRefuse(mutated);
            }
        }).QuickCheckThrowOnFailure();
        Assert.True(seed > 0);
    }

    [Theory]
    [MemberData(nameof(CodecTests.All), MemberType = typeof(CodecTests))]
    public void A_batch_cut_off_anywhere_is_refused(CompressionCodec codec)
    {
        byte[] batch = TestBatch.Build(codec, TestRecord.Of(1, "key", "value", TestHeader.Of("h", null)));
        for (int size = 0; size < batch.Length; size++)
        {
            RecordBatchError error = RecordBatchValidator.Validate(batch.AsSpan(0, size), new ValidationRules(), out _);
            Assert.Equal(size == 0 ? RecordBatchError.NotExactlyOneBatch : RecordBatchError.Truncated, error);
        }
    }

    [Fact]
    public void Random_bytes_are_never_taken_for_a_batch() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            ReadOrRefuse(bytes);
            return RecordBatchValidator.Validate(bytes, new ValidationRules(), out _) != RecordBatchError.None;
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<TestRecord> Small(TestRecord[] records) => records.Select(record =>
        record with { Key = Small(record.Key), Value = Small(record.Value) });

    private static byte[]? Small(byte[]? bytes) => bytes?[..Math.Min(9, bytes.Length)];

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            TestBatch.Read(bytes);
        }
        catch (InvalidRecordException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    /// <summary>Some changes to the batch; the checksum is made right again, so that the decoders see them.</summary>
    private static byte[] Mutate(byte[] batch, int seed)
    {
        var random = new System.Random(seed);
        var bytes = new List<byte>(batch);
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(random.Next(3) == 0 ? 0 : RecordBatchHeader.Size, bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }

            if (bytes.Count <= RecordBatchHeader.Size)
            {
                return [.. bytes];
            }
        }

        byte[] result = [.. bytes];
        if (random.Next(4) != 0)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(8), result.Length - 12);
        }

        RecordBatchRewriter.WriteChecksum(result);
        return result;
    }
}
