namespace EdgeLog.Gateway.Configuration.Yaml;

/// <summary>A node of a configuration file that knows its place.</summary>
internal abstract record ConfigNode(SourceMark Mark);

/// <summary>A text; numbers, durations and the like are texts until the schema reads them.</summary>
internal sealed record ConfigScalar(SourceMark Mark, string Text, ScalarStyle Style) : ConfigNode(Mark)
{
    /// <summary>Whether nothing was written: <c>key:</c>, <c>key: ~</c> or <c>key: null</c>.</summary>
    public bool IsNull => Style == ScalarStyle.Plain && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
internal sealed record ConfigList(SourceMark Mark, IReadOnlyList<ConfigNode> Items) : ConfigNode(Mark);

/// <summary>
/// A map, its entries in the order written; <c>Source</c> is its text where it was written in braces.
/// </summary>
internal sealed record ConfigMap(SourceMark Mark, IReadOnlyList<ConfigEntry> Entries, string? Source) : ConfigNode(Mark)
{
    /// <summary>The entry of that name, or null.</summary>
    public ConfigEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>One key and its value.</summary>
internal sealed record ConfigEntry(ConfigScalar Key, ConfigNode Value);

/// <summary>How a scalar was written.</summary>
internal enum ScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In quotes, or as a block.</summary>
    Quoted,
}
