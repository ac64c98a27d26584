namespace EdgeLog.Connect;

/// <summary>
/// The name of a field to insert and whether it is optional: <c>name?</c> (also the default) or <c>name!</c>.
/// </summary>
internal sealed record InsertionSpec(string Name, bool IsOptional)
{
    public static InsertionSpec? Parse(string? text) => text switch
    {
        null => null,
        _ when text.EndsWith('?') => new InsertionSpec(text[..^1], true),
        _ when text.EndsWith('!') => new InsertionSpec(text[..^1], false),
        _ => new InsertionSpec(text, true),
    };

    public Schema SchemaOf(SchemaType type)
    {
        var builder = new SchemaBuilder(type);
        return (IsOptional ? builder.Optional() : builder).Build();
    }
}
