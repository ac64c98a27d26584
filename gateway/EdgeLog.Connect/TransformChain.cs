namespace EdgeLog.Connect;

/// <summary>
/// The transforms of a route, sensor or connector in order, as <c>transforms</c>, <c>transforms.X.…</c>,
/// <c>predicates</c> and <c>predicates.X.…</c> say. Safe from any thread.
/// </summary>
public sealed class TransformChain
{
    private TransformChain(IReadOnlyList<TransformStep> steps) => Steps = steps;

    /// <summary>Whether there is no transform, so that a record need not be decoded.</summary>
    public bool IsEmpty => Steps.Count == 0;

    internal IReadOnlyList<TransformStep> Steps { get; }

    /// <summary>Builds the chain. Throws <see cref="ConfigException"/> for the first thing wrong.</summary>
    public static TransformChain Create(IReadOnlyDictionary<string, string> properties) =>
        Create(new PropertyReader(properties));

    /// <summary>The record after all transforms; null where one dropped it.</summary>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ConnectRecord? current = record;
        foreach (TransformStep step in Steps)
        {
            if (step.Runs(current))
            {
                current = step.Transform.Apply(current);
                if (current is null)
                {
                    return null;
                }
            }
        }

        return current;
    }

    internal static TransformChain Create(PropertyReader properties)
    {
        var predicates = new Dictionary<string, Predicate>(StringComparer.Ordinal);
        foreach (string alias in Aliases(properties, "predicates"))
        {
            predicates[alias] = ConnectorCatalog.CreatePredicate(properties.Under($"predicates.{alias}.")).Made;
        }

        var steps = new List<TransformStep>();
        foreach (string alias in Aliases(properties, "transforms"))
        {
            steps.Add(CreateStep(properties.Under($"transforms.{alias}."), predicates));
        }

        return new TransformChain(steps);
    }

    private static TransformStep CreateStep(PropertyReader properties, Dictionary<string, Predicate> predicates)
    {
        (string className, Transform transform) = ConnectorCatalog.CreateTransform(properties);
        string? alias = properties.Find("predicate");
        bool isNegated = properties.Flag("negate", absent: false);
        if (alias is null)
        {
            return isNegated
                ? throw properties.Wrong("negate", "there is no predicate to negate. Set predicate beside it")
                : new TransformStep(className, transform);
        }

        return predicates.TryGetValue(alias, out Predicate? predicate)
            ? new TransformStep(className, transform) { Predicate = predicate, IsNegated = isNegated }
            : throw properties.Invalid(
                "predicate", alias, $"no such predicate. Name it in predicates and set predicates.{alias}.type");
    }

    private static IReadOnlyList<string> Aliases(PropertyReader properties, string key)
    {
        IReadOnlyList<string> aliases = properties.List(key);
        if (aliases.Distinct(StringComparer.Ordinal).Count() != aliases.Count)
        {
            throw properties.Invalid(key, $"[{string.Join(", ", aliases)}]", "Duplicate alias provided.");
        }

        return aliases.Contains("")
            ? throw properties.Invalid(key, properties.Find(key), "an alias is empty")
            : aliases;
    }
}
