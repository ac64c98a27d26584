using System.Globalization;
using System.Text;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>The two kinds of values: a sensor's reading as JSON, and a record that hardly compresses.</summary>
internal sealed class FlashPayload
{
    private const string Hex = "0123456789abcdef";

    private readonly Func<long, byte[]> _make;

    private FlashPayload(string name, Func<long, byte[]> make)
    {
        Name = name;
        _make = make;
    }

    /// <summary>Readings of 200 B, each with its own time, value and count.</summary>
    public static FlashPayload Reading { get; } = new("JSON 200 B", MakeReading);

    /// <summary>Records of 1,000 B of random hexadecimal digits.</summary>
    public static FlashPayload Record { get; } = new("record 1 KB", MakeRecord);

    public string Name { get; }

    public byte[] Make(long number) => _make(number);

    private static byte[] MakeReading(long number)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000 + (number * 997));
        double value = 40 + (20 * Math.Sin(number / 50.0)) + ((number * 7919 % 100) / 100.0);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"sensor":"press-{{number % 200}}/oil-temperature","value":{{value:0.000}},"unit":"celsius",
            """ + $$"""
            "quality":"good","device_time":"{{time:yyyy-MM-ddTHH:mm:ss.fff}}Z","count":{{number}},"site":"hall-7"
            """);
        return Encoding.UTF8.GetBytes(text.PadRight(199) + "}");
    }

    private static byte[] MakeRecord(long number)
    {
        var random = new Random((int)number);
        var value = new byte[1_000];
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = (byte)Hex[random.Next(Hex.Length)];
        }

        return value;
    }
}
