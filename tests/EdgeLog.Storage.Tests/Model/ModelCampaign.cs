using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// Many runs of the model, each with a seed of its own, a few at a time. The first that fails is shrunk and ends it.
/// </summary>
internal sealed class ModelCampaign
{
    /// <summary>The environment's names for how many runs, from which seed on, and where progress is written.</summary>
    private const string RunsVariable = "EDGELOG_MODEL_RUNS";
    private const string SeedVariable = "EDGELOG_MODEL_SEED";
    private const string ProgressVariable = "EDGELOG_MODEL_PROGRESS";

    /// <summary>Enough to have work while others wait for their log's threads.</summary>
    private const int Workers = 3;

    /// <summary>The log's threads take turns by chance: what failed once may need more than one attempt.</summary>
    private const int Attempts = 10;
    private const int ProgressEvery = 100;

    /// <summary>Any odd number; FsCheck's generator wants one beside the seed.</summary>
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private readonly ModelTally _tally = new();
    private readonly Lock _lock = new();
    private readonly int _runs;
    private readonly long _firstSeed;
    private int _started;
    private int _done;
    private volatile bool _isEnding;
    private volatile string? _failure;

    private ModelCampaign(int runs, long firstSeed) => (_runs, _firstSeed) = (runs, firstSeed);

    /// <summary>What the environment asks for, or else the short form.</summary>
    public static ModelCampaign FromEnvironment(int runs, long firstSeed) =>
        new((int)Number(RunsVariable, runs), Number(SeedVariable, firstSeed));

    /// <summary>What was done, in a line.</summary>
    public string Summary => $"{_done} runs, seeds {_firstSeed} to {_firstSeed + _runs - 1}: {_tally}";

    /// <summary>The run that failed, and how; null where none has.</summary>
    public string? Failure => _failure;

    /// <summary>Does all runs, until one fails.</summary>
    public void Run()
    {
        Thread[] workers = [.. Enumerable.Range(0, Workers).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        Tell(Summary);
    }

    private void Work()
    {
        while (!_isEnding && Interlocked.Increment(ref _started) is var number && number <= _runs)
        {
            Check(_firstSeed + number - 1);
            if (Interlocked.Increment(ref _done) % ProgressEvery == 0)
            {
                Tell(Summary);
            }
        }
    }

    private void Check(long seed)
    {
        int attempts = _runs == 1 ? Attempts : 1;
        var replay = new Replay(new Rnd((ulong)seed, Gamma), FSharpOption<int>.None);
        try
        {
            Prop.ForAll(ModelRun.Any(), run => Try(run, ref attempts)).Check(
                Config.QuickThrowOnFailure
                    .WithQuietOnSuccess(true)
                    .WithMaxTest(1)
                    .WithReplay(FSharpOption<Replay>.Some(replay)));
        }
        catch (Exception exception)
        {
            _failure = $"The run of seed {seed} failed. Again: tests/model 1 {seed}\n{exception.Message}";
        }
    }

    private bool Try(ModelRun run, ref int attempts)
    {
        try
        {
            for (int i = 0; i < attempts; i++)
            {
                RunAsync(run).GetAwaiter().GetResult();
            }

            return true;
        }
        catch (Exception exception)
        {
            // From here on FsCheck looks for a shorter run that fails.
            _isEnding = true;
            attempts = Attempts;
            var failure = new ModelException($"{exception.Message}\n{run}\n{exception.StackTrace}");
            Tell($"A run failed, looking for a shorter one: {failure.Message}");
            throw failure;
        }
    }

    private async Task RunAsync(ModelRun run)
    {
        var random = new Random(run.Seed);
        await using ModelledLog log = await ModelledLog.OpenAsync(random, _tally);
        var work = new ModelWork(log, _tally);
        foreach (ModelStep step in run.Steps)
        {
            await work.DoAsync(step);
        }

        await work.DoAsync(new ModelStep(random.Next(2) == 0 ? StepKind.Stop : StepKind.CutPower, run.Seed));
    }

    private void Tell(string what)
    {
        if (Environment.GetEnvironmentVariable(ProgressVariable) is not { Length: > 0 } path)
        {
            return;
        }

        lock (_lock)
        {
            File.AppendAllText(path, what + "\n");
        }
    }

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
