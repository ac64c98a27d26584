using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Connect.Tests;

public sealed class JsonRoundTripTests
{
    private static readonly JsonConverter Plain = Create("false");
    private static readonly JsonConverter Enveloped = Create("true");

    [Fact]
    public void Any_text_survives_a_round_trip() => Prop.ForAll<string>(text =>
    {
        // What is no Unicode has no UTF-8 either.
        string valid = new([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
        return valid.Equals(Plain.ToConnect(Plain.FromConnect(null, valid)).Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_double_survives_a_round_trip() => Prop.ForAll<double>(number =>
        !double.IsFinite(number) || number.Equals(Plain.ToConnect(Plain.FromConnect(null, number + 0.0)).Value)
        || (number == 0 && 0.0.Equals(Plain.ToConnect(Plain.FromConnect(null, number)).Value)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_long_survives_a_round_trip_in_an_envelope() => Prop.ForAll<long>(number =>
    {
        Schema schema = new SchemaBuilder(SchemaType.Int64).Build();
        return new SchemaAndValue(schema, number) == Enveloped.ToConnect(Enveloped.FromConnect(schema, number));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_is_a_data_exception_or_a_value_and_nothing_else() => Prop.ForAll<byte[]>(bytes =>
        IsHandled(Plain, bytes ?? []) && IsHandled(Enveloped, bytes ?? [])).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"schema":{"type":"struct","fields":[{"type":"int32","field":"a"}]},"payload":{"a":1}}""")]
    [InlineData("""{"schema":{"type":"array","items":{"type":"string"}},"payload":["x","y"]}""")]
    public void A_message_cut_anywhere_is_a_data_exception(string message)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(message);
        for (int length = 1; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.Throws<DataException>(() => Enveloped.ToConnect(cut));
        }
    }

    [Fact]
    public void A_text_that_is_no_Unicode_is_a_data_exception() =>
        Assert.Throws<DataException>(() => Plain.ToConnect("\"\\ud800\""u8.ToArray()));

    [Fact]
    public void Deep_nesting_is_a_data_exception() =>
        Assert.Throws<DataException>(() => Plain.ToConnect(Enumerable.Repeat((byte)'[', 100_000).ToArray()));

    private static bool IsHandled(JsonConverter converter, byte[] bytes)
    {
        try
        {
            converter.ToConnect(bytes);
            return true;
        }
        catch (DataException)
        {
            return true;
        }
    }

    private static JsonConverter Create(string schemasEnabled) =>
        new(new PropertyReader(new Dictionary<string, string> { ["schemas.enable"] = schemasEnabled }));
}
