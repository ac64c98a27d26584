using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Configuration.Yaml;

/// <summary>
/// A configuration file and those it includes, merged into one tree: maps merge, lists append, the same leaf twice is
/// an error that names both places.
/// </summary>
internal sealed class ConfigFiles
{
    private const int MaxFiles = 1_000;
    private const long MaxFileBytes = 4 * 1024 * 1024;

    private readonly ConfigErrorList _errors;
    private readonly List<string> _files = [];

    private ConfigFiles(ConfigErrorList errors) => _errors = errors;

    /// <summary>
    /// The merged tree of the file at <paramref name="path"/>, and all files that were read. Throws nothing: a file
    /// that cannot be read is an error in the list.
    /// </summary>
    public static (ConfigMap Root, IReadOnlyList<string> Files) Read(string path, ConfigErrorList errors)
    {
        var files = new ConfigFiles(errors);
        var root = files.ReadFile(Path.GetFullPath(path), SourceMark.None);
        return (root, files._files);
    }

    /// <summary>The tree of a text that is no file, such as the embedded default.</summary>
    public static ConfigMap Parse(string name, string text, ConfigErrorList errors) =>
        YamlTreeReader.Read(name, text, errors) ?? Empty(name);

    private static ConfigMap Empty(string file) => new(new SourceMark(file, 1, 1), [], null);

    private ConfigMap ReadFile(string path, SourceMark includedAt)
    {
        if (_files.Contains(path))
        {
            _errors.Add(includedAt, "include", path, "this file is included already.");
            return Empty(path);
        }

        _files.Add(path);
        string text;
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new IOException($"it is larger than {MaxFileBytes} bytes");
            }

            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var mark = includedAt == SourceMark.None ? new SourceMark(path, 0, 0) : includedAt;
            _errors.Add(mark, string.Empty, path, $"cannot be read: {exception.Message}");
            return Empty(path);
        }

        return Include(YamlTreeReader.Read(path, text, _errors) ?? Empty(path), path);
    }

    private ConfigMap Include(ConfigMap root, string path)
    {
        if (root.Find("include") is not { } include)
        {
            return root;
        }

        var merged = root with { Entries = [.. root.Entries.Where(e => e != include)] };
        IReadOnlyList<ConfigNode> patterns = include.Value is ConfigList list ? list.Items : [include.Value];
        foreach (var pattern in patterns)
        {
            if (pattern is not ConfigScalar { IsNull: false } scalar)
            {
                _errors.Add(pattern.Mark, "include", null, "write a file name or a pattern such as conf.d/*.yaml.");
                continue;
            }

            foreach (var file in Matches(scalar, path))
            {
                merged = Merge(merged, ReadFile(file, scalar.Mark), string.Empty);
            }
        }

        return merged;
    }

    private List<string> Matches(ConfigScalar pattern, string includingFile)
    {
        var full = Path.GetFullPath(pattern.Text, Path.GetDirectoryName(includingFile)!);
        var (directory, name) = (Path.GetDirectoryName(full) ?? "/", Path.GetFileName(full));
        if (!name.AsSpan().ContainsAny('*', '?'))
        {
            return [full];
        }

        if (!Directory.Exists(directory))
        {
            return [];
        }

        List<string> files = [
            .. Directory.EnumerateFiles(directory, name).Order(StringComparer.Ordinal).Take(MaxFiles + 1)];
        if (files.Count > MaxFiles)
        {
            _errors.Add(pattern.Mark, "include", pattern.Text, $"matches more than {MaxFiles} files.");
        }

        return files;
    }

    private ConfigMap Merge(ConfigMap first, ConfigMap second, string path)
    {
        var entries = new List<ConfigEntry>(first.Entries);
        foreach (var entry in second.Entries)
        {
            var index = entries.FindIndex(e => e.Key.Text == entry.Key.Text);
            if (index < 0)
            {
                entries.Add(entry);
                continue;
            }

            var keyPath = path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}";
            entries[index] = entries[index] with { Value = MergeValues(entries[index], entry, keyPath) };
        }

        return first with { Entries = entries };
    }

    private ConfigNode MergeValues(ConfigEntry first, ConfigEntry second, string path)
    {
        switch (first.Value, second.Value)
        {
            case (ConfigMap a, ConfigMap b):
                return Merge(a, b, path);
            case (ConfigList a, ConfigList b):
                return a with { Items = [.. a.Items, .. b.Items] };
            case (ConfigScalar { IsNull: true }, _):
                return second.Value;
            case (_, ConfigScalar { IsNull: true }):
                return first.Value;
            default:
                _errors.Add(second.Key.Mark, path, null, $"set twice; the first is at {first.Key.Mark}. Remove one.");
                return first.Value;
        }
    }
}
