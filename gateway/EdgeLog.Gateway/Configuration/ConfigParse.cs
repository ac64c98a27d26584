namespace EdgeLog.Gateway.Configuration;

/// <summary>Reads a value from a text: null, or what is wrong with it.</summary>
internal delegate string? ConfigParse<T>(string text, out T value);

/// <summary>Writes a default the way a file would.</summary>
internal delegate string ConfigFormat<T>(T value);
