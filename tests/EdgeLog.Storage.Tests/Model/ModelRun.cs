using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Storage.Tests;

/// <summary>A run of the model: the seed of its settings, and its steps. Made and shrunk by FsCheck.</summary>
internal sealed record ModelRun(int Seed, ModelStep[] Steps)
{
    private const int SeedMax = 1_000_000;
    private const int StepsMin = 8;
    private const int StepsMax = 40;

    public static Arbitrary<ModelRun> Any() => Arb.From(Generate(), Shrink);

    public override string ToString() => $"settings {Seed}: {string.Join(' ', Steps)}";

    private static Gen<ModelRun> Generate() =>
        from seed in Gen.Choose(0, SeedMax)
        from count in Gen.Choose(StepsMin, StepsMax)
        from steps in Gen.ArrayOf(GenerateStep(), count)
        select new ModelRun(seed, steps);

    private static Gen<ModelStep> GenerateStep() =>
        from kind in Gen.Frequency(Weights.Select(weight => (weight.Weight, Gen.Constant(weight.Kind))))
        from seed in Gen.Choose(0, SeedMax)
        select new ModelStep(kind, seed);

    private static (int Weight, StepKind Kind)[] Weights { get; } =
    [
        (6, StepKind.Run),
        (6, StepKind.Batch),
        (6, StepKind.Idempotent),
        (4, StepKind.Judged),
        (4, StepKind.Together),
        (6, StepKind.Burst),
        (4, StepKind.Wait),
        (4, StepKind.Compact),
        (3, StepKind.Expire),
        (2, StepKind.Read),
        (2, StepKind.Stop),
        (1, StepKind.Kill),
        (2, StepKind.CutPower),
        (6, StepKind.Fault),
    ];

    /// <summary>The same without half, a quarter, an eighth of its steps, then without each one.</summary>
    private static IEnumerable<ModelRun> Shrink(ModelRun run)
    {
        for (int size = run.Steps.Length / 2; size > 0; size /= 2)
        {
            for (int from = 0; from + size <= run.Steps.Length; from += size)
            {
                yield return run with { Steps = [.. run.Steps[..from], .. run.Steps[(from + size)..]] };
            }
        }
    }
}
