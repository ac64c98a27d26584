using System.Text.Json;
using Xunit;

namespace EdgeLog.Connect.Tests;

/// <summary>
/// Our converters, transforms and predicates beside Kafka 4.3's own: <c>golden.json</c> is what
/// <c>ConnectGolden.java</c> printed for <c>cases.json</c>.
/// </summary>
public sealed class GoldenTests
{
    private static readonly IReadOnlyDictionary<string, JsonElement> Cases = GoldenCase.Load("cases.json");
    private static readonly IReadOnlyDictionary<string, JsonElement> Golden = GoldenCase.Load("golden.json");

    /// <summary>Where we differ on purpose, and why.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["plain 41 '{\"a\":1} x'"] = "Kafka cuts off what stands behind the value; nothing is lost silently here",
        ["plain 42 '{\"a\":1}{\"b\":2}'"] = "the same",
        ["envelope raw 10"] = "the same",
        ["plain 44 '01'"] = "not JSON; a dead letter here",
        ["plain 20 '4.9e-324'"] = "the shortest digits that mean the same number",
        ["plain 29 '1e23'"] = "the same",
        ["InsertField no static value"] = "Kafka prints an object's address in place of the field's name",
    };

    public static TheoryData<string> Names => [.. Cases.Keys.Where(name => !Differences.ContainsKey(name))];

    public static TheoryData<string> DifferentNames => [.. Differences.Keys];

    [Theory]
    [MemberData(nameof(DifferentNames))]
    public void A_difference_that_is_meant_is_still_one(string name) => Assert.NotEqual(
        GoldenResult.Read(Golden[name]).Normalized(), new GoldenCase(Cases[name]).Run().Normalized());

    [Theory]
    [MemberData(nameof(Names))]
    public void What_comes_out_is_what_comes_out_of_Kafka(string name)
    {
        GoldenResult expected = GoldenResult.Read(Golden[name]).Normalized();
        GoldenResult actual = new GoldenCase(Cases[name]).Run().Normalized();
        if (expected.Message?.IndexOf("Invalid regex: ", StringComparison.Ordinal) is { } at and >= 0)
        {
            // What exactly is wrong with a pattern, each engine says in its own words.
            expected = expected with { Message = expected.Message[..at] };
            actual = actual with { Message = actual.Message?[..Math.Min(at, actual.Message.Length)] };
        }

        Assert.Equal(expected, actual);
    }
}
