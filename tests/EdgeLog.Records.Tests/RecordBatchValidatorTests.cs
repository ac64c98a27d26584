using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchValidatorTests
{
    private static readonly byte[] Good = TestBatch.Build(
        CompressionCodec.None,
        TestRecord.Of(1000, "a", "1"),
        TestRecord.Of(3000, null, "2"),
        TestRecord.Of(2000, "c", null));

    [Fact]
    public void A_good_batch_is_good_and_its_header_and_latest_time_are_told()
    {
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(Good, new ValidationRules(), out var header));
        Assert.Equal(3, header.RecordCount);
        RecordBatchValidation validation = RecordBatchValidator.Inspect(Good, new ValidationRules());
        Assert.Equal(3000, validation.MaxTimestampMs);
        Assert.Equal(-1, validation.RecordIndex);
    }

    [Fact]
    public void No_batch_two_batches_and_a_batch_with_a_tail_are_not_exactly_one()
    {
        Refuses(RecordBatchError.NotExactlyOneBatch, []);
        Refuses(RecordBatchError.NotExactlyOneBatch, [.. Good, .. Good]);
        Refuses(RecordBatchError.NotExactlyOneBatch, [.. Good, 0]);
    }

    [Fact]
    public void A_length_smaller_than_a_header_is_a_contradiction()
    {
        foreach (int length in new[] { int.MinValue, -1, 0, 48, int.MaxValue })
        {
            byte[] batch = [.. Good];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), length);
            Refuses(RecordBatchError.Truncated, batch);
        }
    }

    [Fact]
    public void Other_magics_are_unsupported_even_in_fewer_bytes_than_a_header()
    {
        foreach (byte magic in new byte[] { 0, 1, 3, 255 })
        {
            byte[] batch = TestBatch.WithHeader(Good, header => header with { Magic = magic });
            Refuses(RecordBatchError.UnsupportedMagic, batch);
            Refuses(RecordBatchError.UnsupportedMagic, batch[..34]);
        }
    }

    [Fact]
    public void Any_bit_flipped_behind_the_length_is_noticed()
    {
        // Not the leader epoch (bytes 12 to 15), which the broker sets and the checksum leaves out.
        for (int i = 16; i < Good.Length; i++)
        {
            byte[] batch = [.. Good];
            batch[i] ^= 0x10;
            Refuses(i == 16 ? RecordBatchError.UnsupportedMagic : RecordBatchError.BadChecksum, batch);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Codec_bits_that_name_no_codec_are_told(short bits) =>
        Refuses(RecordBatchError.UnknownCodec, TestBatch.WithHeader(Good, header => header with { Attributes = bits }));

    [Theory]
    [MemberData(nameof(CodecTests.Compressed), MemberType = typeof(CodecTests))]
    public void Records_that_do_not_decompress_are_undecodable(CompressionCodec codec)
    {
        Refuses(RecordBatchError.Undecodable, TestBatch.WithPayload(codec, 1, [1, 2, 3, 4, 5, 6, 7, 8]));
        Refuses(RecordBatchError.Undecodable, TestBatch.WithPayload(codec, 1, []));
    }

    [Theory]
    [MemberData(nameof(CodecTests.Compressed), MemberType = typeof(CodecTests))]
    public void Records_that_unfold_to_more_than_the_rule_allows_are_too_large(CompressionCodec codec)
    {
        byte[] batch = TestBatch.Build(codec, new TestRecord(1, null, new byte[100_000]));
        var rules = new ValidationRules { MaxUncompressedBytes = 100_000 };
        Assert.Equal(RecordBatchError.TooLargeUncompressed, RecordBatchValidator.Validate(batch, rules, out _));
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(batch, new ValidationRules(), out _));
    }

    [Fact]
    public void A_control_batch_from_a_client_is_told() =>
        Refuses(RecordBatchError.ControlBatch, TestBatch.WithHeader(Good, header => header with { Attributes = 0x20 }));

    [Theory]
    [InlineData(7, 0, -1, 0)]
    [InlineData(7, -1, 0, 0)]
    [InlineData(-1, -1, 0, 0)]
    [InlineData(-1, -1, -1, 0x10)]
    public void A_producer_without_sequence_or_a_sequence_without_producer_is_told(
        long producerId, short epoch, int sequence, short attributes) =>
        Refuses(RecordBatchError.InvalidSequence, TestBatch.WithHeader(Good, header => header with
        {
            ProducerId = producerId,
            ProducerEpoch = epoch,
            BaseSequence = sequence,
            Attributes = attributes,
        }));

    [Fact]
    public void A_transactional_batch_with_producer_and_sequence_is_good() =>
        Refuses(RecordBatchError.None, TestBatch.WithHeader(Good, header => header with
        {
            ProducerId = 7,
            ProducerEpoch = 0,
            BaseSequence = 0,
            Attributes = 0x10,
        }));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(2, 1)]
    [InlineData(0, -1)]
    [InlineData(-1, -2)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void A_count_that_is_not_the_records_is_told(int count, int lastOffsetDelta) =>
        Refuses(RecordBatchError.InvalidRecords, TestBatch.WithHeader(
            Good, header => header with { RecordCount = count, LastOffsetDelta = lastOffsetDelta }));

    [Theory]
    [InlineData("0E 00 00 02 01 01 00", "an offset delta of 1 first")]
    [InlineData("0C 00 00 00 03 01 00", "a key of size -2")]
    [InlineData("0C 00 00 00 01 03 00", "a value of size -2")]
    [InlineData("0C 00 00 00 01 01 01", "a header count of -1")]
    [InlineData("0C 00 00 00 01 01 02", "a header that is not there")]
    [InlineData("10 00 00 00 01 01 02 01 01", "a header without name")]
    [InlineData("0A 00 00 00 01 01 00", "a record longer than its length")]
    [InlineData("0E 00 00 00 01 01 00 00", "a record shorter than its length")]
    [InlineData("0E 00 00 00 01 01 00", "a length behind the end")]
    [InlineData("01 00 00 00 01 01 00", "a negative length")]
    [InlineData("0C 00 00 00 01 01 00 00", "a byte behind the last record")]
    [InlineData("00", "a record of no bytes")]
    [InlineData("", "no record")]
    public void A_malformed_record_is_told(string hex, string what)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] batch = TestBatch.WithPayload(CompressionCodec.None, 1, payload);
        RecordBatchValidation validation = RecordBatchValidator.Inspect(batch, new ValidationRules());
        Assert.True(validation.Error == RecordBatchError.InvalidRecords, what);
    }

    [Fact]
    public void A_batch_that_claims_the_logs_time_is_told_unless_the_log_stamps_the_topic()
    {
        byte[] batch = [.. Good];
        RecordBatchRewriter.SetLogAppendTime(batch, 5);
        Refuses(RecordBatchError.InvalidTimestampType, batch);
        var rules = new ValidationRules { TimestampType = TimestampType.LogAppendTime };
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(batch, rules, out _));
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(Good, rules, out _));
    }

    [Fact]
    public void The_record_without_the_key_it_needs_is_named()
    {
        RecordBatchValidation validation =
            RecordBatchValidator.Inspect(Good, new ValidationRules { RequiresKeys = true });
        Assert.Equal(RecordBatchError.MissingKey, validation.Error);
        Assert.Equal(1, validation.RecordIndex);
    }

    [Theory]
    [InlineData(1001, long.MaxValue, 0)]
    [InlineData(long.MinValue, 2999, 1)]
    public void The_record_out_of_the_topics_time_is_named(long earliest, long latest, int index)
    {
        var rules = new ValidationRules { EarliestTimestampMs = earliest, LatestTimestampMs = latest };
        RecordBatchValidation validation = RecordBatchValidator.Inspect(Good, rules);
        Assert.Equal(RecordBatchError.TimestampOutOfRange, validation.Error);
        Assert.Equal(index, validation.RecordIndex);
        rules = rules with { TimestampType = TimestampType.LogAppendTime };
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(Good, rules, out _));
    }

    [Fact]
    public void A_record_without_a_time_is_in_no_range_and_out_of_none()
    {
        byte[] batch = TestBatch.Build(CompressionCodec.None, TestRecord.Of(-1, "k", "v"));
        var rules = new ValidationRules { EarliestTimestampMs = 1000 };
        Assert.Equal(RecordBatchError.None, RecordBatchValidator.Validate(batch, rules, out _));
    }

    private static void Refuses(RecordBatchError expected, byte[] batch) =>
        Assert.Equal(expected, RecordBatchValidator.Validate(batch, new ValidationRules(), out _));
}
