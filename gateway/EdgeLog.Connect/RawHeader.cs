namespace EdgeLog.Connect;

/// <summary>A header as bytes.</summary>
/// <param name="Name">The name, UTF-8.</param>
/// <param name="Value">The value; null for a header without.</param>
public readonly record struct RawHeader(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte>? Value);
