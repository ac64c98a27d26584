namespace EdgeLog.Storage.Tests;

/// <summary>One step: what it does, and the seed of all that it does by chance.</summary>
internal readonly record struct ModelStep(StepKind Kind, int Seed)
{
    public override string ToString() => $"{Kind}({Seed})";
}
