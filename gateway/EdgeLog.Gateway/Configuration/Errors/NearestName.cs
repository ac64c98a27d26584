namespace EdgeLog.Gateway.Configuration.Errors;

/// <summary>Finds the valid name that somebody most likely meant.</summary>
internal static class NearestName
{
    /// <summary>The name nearest to <paramref name="text"/>, or null where none is near enough to be meant.</summary>
    public static string? Find(string text, IEnumerable<string> names)
    {
        string? best = null;
        var bestDistance = Math.Max(2, text.Length / 3) + 1;
        foreach (var name in names)
        {
            var distance = Distance(Folded(text), Folded(name));
            if (distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best ?? names.FirstOrDefault(name => text.Length > 3 && name.StartsWith(text, StringComparison.Ordinal));
    }

    /// <summary>"Did you mean …?" with the nearest name, or the list of all where there is none.</summary>
    public static string Suggest(string text, IReadOnlyCollection<string> names) =>
        Find(text, names) is { } name ? $"Did you mean {name}?"
        : names.Count == 0 ? "Nothing can be set here."
        : $"Valid here: {string.Join(", ", names)}.";

    // Snake case, dots and capitals are what people mix up first, so those differences cost nothing.
    private static string Folded(string name) =>
        name.Replace('_', '.').Replace('-', '.').ToLowerInvariant();

    /// <summary>Damerau's edit distance (optimal string alignment): a swap of neighbours counts once.</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
