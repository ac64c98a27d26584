namespace EdgeLog.Gateway.Configuration.Yaml;

/// <summary>A place in a configuration file; lines and columns count from 1.</summary>
internal readonly record struct SourceMark(string File, int Line, int Column)
{
    /// <summary>The place of what no file says.</summary>
    public static SourceMark None { get; } = new(string.Empty, 0, 0);

    /// <summary><c>file:line</c>, as editors understand it.</summary>
    public override string ToString() => Line == 0 ? "default" : $"{File}:{Line}";
}
