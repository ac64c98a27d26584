using System.IO.Compression;
using EdgeLog.Records.Compression;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class CodecTests
{
    public static TheoryData<CompressionCodec> All => [.. Enum.GetValues<CompressionCodec>()];

    public static TheoryData<CompressionCodec> Compressed => [.. Enum.GetValues<CompressionCodec>().Skip(1)];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_records_read_back_as_they_were_packed(CompressionCodec codec) =>
        Prop.ForAll(TestBatch.Records.ToArbitrary(), records =>
        {
            byte[] batch = TestBatch.Build(codec, records);
            return TestBatch.Read(batch).Select(r => r.Record).SequenceEqual(records)
                && RecordBatchValidator.Validate(batch, new ValidationRules(), out _) == RecordBatchError.None;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(All))]
    public void Recompressing_keeps_all_but_the_codec(CompressionCodec target)
    {
        TestRecord[] records = [TestRecord.Of(7, "k", new string('v', 500)), TestRecord.Of(9, null, null)];
        using var recompressor = new RecordBatchRecompressor();
        foreach (CompressionCodec source in Enum.GetValues<CompressionCodec>())
        {
            byte[] batch = TestBatch.Build(source, new RecordProducer(4, 2, 77), records);
            byte[] result = recompressor.Recompress(new RecordBatch(batch), target).ToArray();
            RecordBatchHeader header = new RecordBatch(result).Header;
            Assert.Equal(result.Length, header.SizeBytes);
            Assert.Equal(target, header.Codec);
            Assert.Equal("4 2 77", $"{header.ProducerId} {header.ProducerEpoch} {header.BaseSequence}");
            Assert.True(new RecordBatch(result).HasValidChecksum());
            Assert.Equal(records, TestBatch.Read(result).Select(r => r.Record));
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void What_unfolds_to_exactly_the_maximum_is_taken_and_one_byte_more_is_not(CompressionCodec codec)
    {
        foreach (int size in new[] { 1, 1000, 65_536, 300_000 })
        {
            using var compressed = new PooledBuffer();
            RecordCompression.Compress(codec, new byte[size], compressed);
            using var output = new PooledBuffer();
            Assert.Equal(
                RecordBatchError.None,
                RecordCompression.TryDecompress(codec, compressed.WrittenSpan, size, output));
            Assert.Equal(size, output.Length);
            output.Clear();
            Assert.Equal(
                RecordBatchError.TooLargeUncompressed,
                RecordCompression.TryDecompress(codec, compressed.WrittenSpan, size - 1, output));
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void A_frame_cut_off_anywhere_is_undecodable_or_short(CompressionCodec codec)
    {
        byte[] content = new byte[2000];
        new System.Random(3).NextBytes(content);
        using var compressed = new PooledBuffer();
        RecordCompression.Compress(codec, content, compressed);
        using var output = new PooledBuffer();
        for (int size = 0; size < compressed.Length; size++)
        {
            output.Clear();
            RecordBatchError error =
                RecordCompression.TryDecompress(codec, compressed.WrittenSpan[..size], 10_000, output);
            bool isShort = error == RecordBatchError.None && output.Length < content.Length;
            Assert.True(error == RecordBatchError.Undecodable || isShort, $"{codec} cut at {size}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Random_bytes_and_mutated_frames_are_refused_or_bounded(CompressionCodec codec)
    {
        var random = new System.Random(5);
        using var compressed = new PooledBuffer();
        RecordCompression.Compress(codec, Enumerable.Range(0, 5000).Select(i => (byte)(i / 7)).ToArray(), compressed);
        using var output = new PooledBuffer();
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = compressed.WrittenSpan.ToArray();
            if (i % 10 == 0)
            {
                random.NextBytes(bytes);
            }

            for (int change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            output.Clear();
            RecordBatchError error = RecordCompression.TryDecompress(codec, bytes, 100_000, output);
            Assert.Contains(
                error,
                new[] { RecordBatchError.None, RecordBatchError.Undecodable, RecordBatchError.TooLargeUncompressed });
            Assert.True(error != RecordBatchError.None || output.Length <= 100_000);
        }
    }

    [Fact]
    public void Our_snappy_decoder_agrees_with_the_package_that_encodes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(1, 400).ToArbitrary(), (pattern, times) =>
        {
            byte[] content = [.. Enumerable.Repeat(pattern, times).SelectMany(p => p), .. pattern.Reverse()];
            byte[] block = IronSnappy.Snappy.Encode(content);
            using var output = new PooledBuffer();
            return SnappyBlock.TryDecode(block, content.Length, output) == RecordBatchError.None
                && output.WrittenSpan.SequenceEqual(content)
                && output.WrittenSpan.SequenceEqual(IronSnappy.Snappy.Decode(block));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_snappy_block_that_claims_more_than_it_can_unfold_to_is_refused_before_anything_is_allocated()
    {
        byte[] claim = new byte[16];
        Varint.WriteUnsigned(claim, 1_000_000_000);
        using var output = new PooledBuffer();
        SnappyBlock.TryDecode(claim, int.MaxValue, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RecordBatchError error = SnappyBlock.TryDecode(claim, int.MaxValue, output);
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(RecordBatchError.Undecodable, error);
        Assert.Equal(0, allocatedBytes);
    }

    [Theory]
    [InlineData(CompressionCodec.Zstd, "28B52FFD E0 0000000000010000 010000", "256 TiB of content")]
    [InlineData(CompressionCodec.Zstd, "28B52FFD 80 F8 FFFFFF7F 030000", "a window of 2 TiB")]
    [InlineData(CompressionCodec.Lz4, "04224D18 6C70 FFFFFFFFFFFF0000 00 00000000", "256 TiB of content")]
    [InlineData(CompressionCodec.Snappy, "82534E4150505900 00000001 00000001 7FFFFFFF 00", "a block of 2 GiB")]
    [InlineData(CompressionCodec.Gzip, "1F8B0800000000000003 FFFFFFFF", "a stored block that is not there")]
    public void A_frame_that_claims_what_it_does_not_hold_is_refused_in_little_memory(
        CompressionCodec codec, string hex, string claim)
    {
        byte[] frame = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        using var output = new PooledBuffer();
        long before = GC.GetAllocatedBytesForCurrentThread();
        RecordBatchError error =
            RecordCompression.TryDecompress(codec, frame, RecordLimits.MaxUncompressedBytes, output);
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(error == RecordBatchError.Undecodable, $"{claim}: {error}");
        Assert.InRange(allocatedBytes, 0, 1024 * 1024);
    }

    [Fact]
    public void A_gzip_of_several_members_is_read_whole()
    {
        using var stream = new MemoryStream();
        foreach (byte[] part in new[] { "one"u8.ToArray(), "two"u8.ToArray() })
        {
            using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(part);
        }

        using var output = new PooledBuffer();
        Assert.Equal(
            RecordBatchError.None,
            RecordCompression.TryDecompress(CompressionCodec.Gzip, stream.ToArray(), 100, output));
        Assert.Equal("onetwo"u8, output.WrittenSpan);
    }

    [Fact]
    public void A_missing_library_is_explained_with_the_package_to_install()
    {
        string? problem = RecordCodecs.Probe("zstd", "libno-such-thing.so.9", "libzstd1");
        Assert.NotNull(problem);
        Assert.Contains("libno-such-thing.so.9", problem, StringComparison.Ordinal);
        Assert.Contains("apt-get install libzstd1", problem, StringComparison.Ordinal);
        Assert.Null(RecordCodecs.ProblemWith(CompressionCodec.Gzip));
    }
}
