using System.Text;
using EdgeLog.Records;
using Xunit;

namespace EdgeLog.Connect.Tests;

public sealed class RecordPipelineTests
{
    private static readonly (string, string)[] Json =
        [("value.converter", "JsonConverter"), ("value.converter.schemas.enable", "false")];

    private static readonly (string, string)[] InsertSite =
    [
        ("transforms", "site"),
        ("transforms.site.type", "org.apache.kafka.connect.transforms.InsertField$Value"),
        ("transforms.site.static.field", "site"),
        ("transforms.site.static.value", "hall-7"),
    ];

    private readonly DeadLetterTopic _deadLetters = new();
    private readonly RawRecord _output = new();

    [Fact]
    public void Without_transforms_a_payload_is_never_decoded()
    {
        RecordPipeline pipeline = Create(Json);

        Assert.True(pipeline.IsPassThrough);
        Assert.Equal(PipelineOutcome.Passed, pipeline.Run(Record("t", "no JSON {"), _output));
        Assert.Equal("no JSON {", Text(_output.Value));
    }

    [Fact]
    public void A_record_keeps_the_mark_of_its_time_through_transforms_and_as_a_dead_letter()
    {
        RecordPipeline pipeline = Create([.. Json, .. InsertSite]);
        foreach (string value in (string[])["{}", "no JSON {"])
        {
            RawRecord record = Record("t", value);
            record.Stamp = new RecordStamp(9, TimeTrust.Untrusted);
            pipeline.Run(record, _output);
            using RecordRun run = RecordRun.Rent();
            _output.WriteTo(run);
            Assert.Equal((9, TimeTrust.Untrusted), (run.Last.TimestampMs, run.Last.TimeTrust));
        }
    }

    [Fact]
    public void A_field_is_inserted_and_the_order_of_the_others_kept()
    {
        RecordPipeline pipeline = Create([.. Json, .. InsertSite]);

        Assert.Equal(PipelineOutcome.Passed, pipeline.Run(Record("t", """{"z":1,"a":2.50,"m":"ü"}"""), _output));
        Assert.Equal("""{"z":1,"a":2.5,"m":"ü","site":"hall-7"}""", Text(_output.Value));
        Assert.Equal("k", Text(_output.Key));
        Assert.Equal(7, _output.TimestampMs);
        Assert.Equal("unit", Encoding.UTF8.GetString(_output.Headers.Single().Name.Span));
    }

    [Fact]
    public void A_null_key_and_a_tombstone_stay_null()
    {
        RecordPipeline pipeline = Create([.. Json, .. InsertSite]);
        RawRecord record = Record("t", "x");
        record.Key = null;
        record.Value = null;

        Assert.Equal(PipelineOutcome.Passed, pipeline.Run(record, _output));
        Assert.Null(_output.Key);
        Assert.Null(_output.Value);
    }

    [Fact]
    public void A_rejected_record_becomes_a_dead_letter_with_Connects_headers_and_its_own_bytes()
    {
        RecordPipeline pipeline = Create([.. Json, .. InsertSite]);

        Assert.Equal(PipelineOutcome.DeadLettered, pipeline.Run(Record("t", "[1]"), _output));
        Assert.Equal("edgelog.dead-letters", _output.Topic);
        Assert.Equal("[1]", Text(_output.Value));
        Assert.Equal("k", Text(_output.Key));
        Assert.Equal(7, _output.TimestampMs);
        Assert.Equal(
            [
                "unit=celsius",
                "__connect.errors.topic=t",
                "__connect.errors.partition=-1",
                "__connect.errors.offset=-1",
                "__connect.errors.connector.name=route",
                "__connect.errors.task.id=0",
                "__connect.errors.stage=TRANSFORMATION",
                "__connect.errors.class.name=org.apache.kafka.connect.transforms.InsertField$Value",
                "__connect.errors.exception.class.name=org.apache.kafka.connect.errors.DataException",
                "__connect.errors.exception.message=Only Map objects supported in absence of schema for "
                    + "[field insertion], found: java.util.ArrayList",
            ],
            Headers(_output).SkipLast(1));
        Assert.StartsWith("__connect.errors.exception.stacktrace=", Headers(_output)[^1], StringComparison.Ordinal);
        Assert.Equal(1, _deadLetters.Count);
    }

    [Fact]
    public void Broken_JSON_is_rejected_by_the_value_converter_and_the_topic_is_configurable()
    {
        RecordPipeline pipeline = Create(
            [.. Json, .. InsertSite, ("errors.deadletterqueue.topic.name", "rejected")]);

        Assert.Equal(PipelineOutcome.DeadLettered, pipeline.Run(Record("t", "{"), _output));
        Assert.Equal("rejected", _output.Topic);
        Assert.Contains("__connect.errors.stage=VALUE_CONVERTER", Headers(_output));
        Assert.Contains("__connect.errors.class.name=org.apache.kafka.connect.json.JsonConverter", Headers(_output));
    }

    [Theory]
    [InlineData("bad topic")]
    [InlineData("")]
    [InlineData("__edgelog_catalog")]
    public void A_transform_cannot_send_a_record_to_a_topic_that_is_not_one(string topic)
    {
        RecordPipeline pipeline = Create(
        [
            ("transforms", "r"), ("transforms.r.type", "RegexRouter"),
            ("transforms.r.regex", ".*"), ("transforms.r.replacement", topic),
        ]);

        Assert.Equal(PipelineOutcome.DeadLettered, pipeline.Run(Record("t", "x"), _output));
        Assert.Equal("x", Text(_output.Value));
    }

    [Fact]
    public void Transforms_run_in_order_and_predicates_see_the_record_as_transformed_so_far()
    {
        RecordPipeline pipeline = Create(
        [
            ("transforms", "move, drop"),
            ("transforms.move.type", "RegexRouter"),
            ("transforms.move.regex", "debug\\.(.*)"),
            ("transforms.move.replacement", "moved.$1"),
            ("transforms.drop.type", "Filter"),
            ("transforms.drop.predicate", "isMoved"),
            ("predicates", "isMoved"),
            ("predicates.isMoved.type", "TopicNameMatches"),
            ("predicates.isMoved.pattern", "moved\\..*"),
        ]);

        Assert.Equal(PipelineOutcome.Dropped, pipeline.Run(Record("debug.x", "bytes"), _output));
        Assert.Equal(PipelineOutcome.Passed, pipeline.Run(Record("x", "bytes"), _output));
        Assert.Equal(0, _deadLetters.Count);
    }

    [Fact]
    public void A_header_predicate_sees_the_records_headers()
    {
        RecordPipeline pipeline = Create(
        [
            ("transforms", "drop"), ("transforms.drop.type", "Filter"), ("transforms.drop.predicate", "has"),
            ("predicates", "has"), ("predicates.has.type", "HasHeaderKey"), ("predicates.has.name", "unit"),
        ]);

        Assert.Equal(PipelineOutcome.Dropped, pipeline.Run(Record("t", "x"), _output));
    }

    [Theory]
    [InlineData("transforms.site.type", "transforms", "site")]
    [InlineData("transforms.a.type", "transforms", "a", "transforms.a.type", "InsertField")]
    [InlineData("value.converter", "transforms", "a", "transforms.a.type", "InsertField$Value",
        "transforms.a.topic.field", "t")]
    [InlineData("transforms.a.negate", "transforms", "a", "transforms.a.type", "Filter", "transforms.a.negate", "true")]
    [InlineData("transforms.a.predicate", "transforms", "a", "transforms.a.type", "Filter",
        "transforms.a.predicate", "p")]
    [InlineData("transforms", "transforms", "a,a", "transforms.a.type", "Filter")]
    [InlineData("transforms.r.replacement", "transforms", "r", "transforms.r.type", "RegexRouter",
        "transforms.r.regex", "(a)", "transforms.r.replacement", "$2")]
    [InlineData("transforms.r.regex", "transforms", "r", "transforms.r.type", "RegexRouter",
        "transforms.r.regex", "a++", "transforms.r.replacement", "x")]
    [InlineData("errors.deadletterqueue.topic.name", "errors.deadletterqueue.topic.name", "a b")]
    public void What_is_wrong_in_the_configuration_is_named_by_its_full_key(string key, params string[] properties)
    {
        (string, string)[] pairs = [.. properties.Chunk(2).Select(pair => (pair[0], pair[1]))];

        Assert.Equal(key, Assert.Throws<ConfigException>(() => Create(pairs)).Key);
    }

    [Fact]
    public void A_class_without_its_side_is_answered_with_both()
    {
        var e = Assert.Throws<ConfigException>(
            () => Create([("transforms", "a"), ("transforms.a.type", "InsertField")]));

        Assert.EndsWith("Did you mean InsertField$Key or InsertField$Value?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_property_is_a_warning()
    {
        RecordPipeline pipeline = Create([.. Json, .. InsertSite, ("transforms.site.static.vlaue", "x")]);

        Assert.Equal(["transforms.site.static.vlaue: unknown property, ignored"], pipeline.Warnings);
    }

    private static RawRecord Record(string topic, string value)
    {
        var record = new RawRecord
        {
            Topic = topic,
            Key = "k"u8.ToArray(),
            Value = Encoding.UTF8.GetBytes(value),
            TimestampMs = 7,
        };
        record.Headers.Add(new RawHeader("unit"u8.ToArray(), "celsius"u8.ToArray()));
        return record;
    }

    private static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString(bytes!.Value.Span);

    private static List<string> Headers(RawRecord record) =>
        [.. record.Headers.Select(header => $"{Encoding.UTF8.GetString(header.Name.Span)}={Text(header.Value)}")];

    private RecordPipeline Create((string Key, string Value)[] properties) =>
        RecordPipeline.Create("route", properties.ToDictionary(pair => pair.Key, pair => pair.Value), _deadLetters);
}
