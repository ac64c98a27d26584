namespace EdgeLog.Gateway.Commands;

/// <summary>One field of a line of input.</summary>
/// <param name="Before">The text in front of it.</param>
/// <param name="Letter">What it is, by kcat's letter.</param>
internal readonly record struct LineField(string Before, char Letter);
