namespace EdgeLog.Connect;

/// <summary>One transform of a chain with the predicate that says when it runs.</summary>
internal sealed record TransformStep(string ClassName, Transform Transform)
{
    /// <summary>Decides whether the step runs; null where it always does.</summary>
    public Predicate? Predicate { get; init; }

    /// <summary>Whether it runs where the predicate does not hold.</summary>
    public bool IsNegated { get; init; }

    public bool Runs(ConnectRecord record) => Predicate is null || Predicate.Test(record) != IsNegated;
}
