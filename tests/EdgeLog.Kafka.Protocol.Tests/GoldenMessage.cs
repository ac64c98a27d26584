using System.Reflection;
using Xunit.Abstractions;

namespace EdgeLog.Kafka.Protocol.Tests;

/// <summary>One line of Golden/messages.txt: a message as the real Kafka writes it.</summary>
public sealed class GoldenMessage : IXunitSerializable
{
    private static readonly Lazy<IReadOnlyList<GoldenMessage>> Messages = new(Load);

    public static IReadOnlyList<GoldenMessage> All => Messages.Value;

    public string Name { get; private set; } = "";

    public short Version { get; private set; }

    public string Variant { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    public string Text { get; private set; } = "";

    public void Deserialize(IXunitSerializationInfo info)
    {
        var line = info.GetValue<string>("line");
        var parsed = Parse(line);
        (Name, Version, Variant) = (parsed.Name, parsed.Version, parsed.Variant);
        (Bytes, Text) = (parsed.Bytes, parsed.Text);
    }

    public void Serialize(IXunitSerializationInfo info) =>
        info.AddValue("line", $"{Name},{Version},{Variant},{Convert.ToHexStringLower(Bytes)},{Text}");

    public override string ToString() => $"{Name} v{Version} {Variant}";

    private static GoldenMessage[] Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("messages.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static GoldenMessage Parse(string line)
    {
        var parts = line.Split(',', 5);
        return new GoldenMessage
        {
            Name = parts[0],
            Version = short.Parse(parts[1]),
            Variant = parts[2],
            Bytes = Convert.FromHexString(parts[3]),
            Text = parts[4],
        };
    }
}
