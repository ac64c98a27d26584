using System.Text;
using System.Text.Json;

namespace EdgeLog.Connect.Tests;

/// <summary>One case of the table that Kafka's own classes were run with, and what came of it here or there.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static IReadOnlyDictionary<string, JsonElement> Load(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        return document.RootElement.EnumerateArray().ToDictionary(
            element => element.GetProperty("name").GetString()!, element => element.Clone());
    }

    /// <summary>Runs the case through our classes.</summary>
    public GoldenResult Run()
    {
        try
        {
            return Convert();
        }
        catch (DataException e)
        {
            return new GoldenResult { Error = e.JavaClassName, Message = e.Message };
        }
        catch (ConfigException e)
        {
            return new GoldenResult { Error = "org.apache.kafka.common.config.ConfigException", Message = e.Message };
        }
    }

    private GoldenResult Convert()
    {
        Converter input = CreateConverter("in");
        Converter output = json.TryGetProperty("out", out _) ? CreateConverter("out") : input;
        TransformChain chain = TransformChain.Create(ChainProperties());
        SchemaAndValue key = input.ToConnect(Bytes("key"));
        SchemaAndValue value = input.ToConnect(Bytes("value"));
        ConnectRecord? record = chain.Apply(new SourceRecord
        {
            Topic = json.GetProperty("topic").GetString()!,
            Partition = json.TryGetProperty("partition", out JsonElement partition) ? partition.GetInt32() : null,
            TimestampMs = json.TryGetProperty("timestamp", out JsonElement timestamp) ? timestamp.GetInt64() : null,
            KeySchema = key.Schema,
            Key = key.Value,
            ValueSchema = value.Schema,
            Value = value.Value,
        });
        return record is null
            ? new GoldenResult { Dropped = true }
            : new GoldenResult
            {
                Topic = record.Topic,
                Key = Text(output.FromConnect(record.KeySchema, record.Key)),
                Value = Text(output.FromConnect(record.ValueSchema, record.Value)),
            };
    }

    private static string? Text(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } memory ? Encoding.UTF8.GetString(memory.Span) : null;

    private ReadOnlyMemory<byte>? Bytes(string name) =>
        json.GetProperty(name).GetString() is { } text ? Encoding.UTF8.GetBytes(text) : (ReadOnlyMemory<byte>?)null;

    private Converter CreateConverter(string name)
    {
        var properties = new Dictionary<string, string>();
        Flatten(json.GetProperty(name), "c.", "c", properties);
        return ConnectorCatalog.CreateConverter(new PropertyReader(properties), "c").Made;
    }

    private Dictionary<string, string> ChainProperties()
    {
        var properties = new Dictionary<string, string>();
        if (json.TryGetProperty("transform", out JsonElement transform))
        {
            properties["transforms"] = "t";
            Flatten(transform, "transforms.t.", "transforms.t.type", properties);
        }

        if (json.TryGetProperty("predicate", out JsonElement predicate))
        {
            properties["predicates"] = "p";
            properties["transforms.t.predicate"] = "p";
            Flatten(predicate, "predicates.p.", "predicates.p.type", properties);
        }

        if (json.TryGetProperty("negate", out JsonElement negate))
        {
            properties["transforms.t.negate"] = negate.GetRawText();
        }

        return properties;
    }

    private static void Flatten(JsonElement config, string prefix, string type, Dictionary<string, string> properties)
    {
        foreach (JsonProperty property in config.EnumerateObject())
        {
            properties[property.Name == "class" ? type : prefix + property.Name] = property.Value.GetString()!;
        }
    }
}
