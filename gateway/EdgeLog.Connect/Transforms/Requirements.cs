namespace EdgeLog.Connect;

/// <summary>What transforms ask of a record's shape, and the words in which Kafka refuses another.</summary>
internal static class Requirements
{
    public static object? Operating(this ConnectRecord record, RecordSide side) =>
        side == RecordSide.Key ? record.Key : record.Value;

    public static Schema? OperatingSchema(this ConnectRecord record, RecordSide side) =>
        side == RecordSide.Key ? record.KeySchema : record.ValueSchema;

    public static ConnectRecord WithOperating(
        this ConnectRecord record, RecordSide side, Schema? schema, object? value) =>
        side == RecordSide.Key
            ? record with { KeySchema = schema, Key = value }
            : record with { ValueSchema = schema, Value = value };

    public static ConnectMap Map(object? value, string purpose) => value as ConnectMap
        ?? throw new DataException(
            $"Only Map objects supported in absence of schema for [{purpose}], found: {JavaNames.ClassOf(value)}");

    public static Struct Struct(object? value, string purpose) => value as Struct
        ?? throw new DataException($"Only Struct objects supported for [{purpose}], found: {JavaNames.ClassOf(value)}");
}
