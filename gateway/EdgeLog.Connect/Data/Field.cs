namespace EdgeLog.Connect;

/// <summary>A field of a struct's schema.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Index">Its place in the struct, from 0.</param>
/// <param name="Schema">The schema of its values.</param>
public sealed record Field(string Name, int Index, Schema Schema);
