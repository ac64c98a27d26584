using BenchmarkDotNet.Running;
using EdgeLog.Benchmarks;
using EdgeLog.Benchmarks.Flash;

string what = args.Length == 0 ? "all" : args[0];
if (what is "mqtt" or "all")
{
    await MqttBench.RunAsync();
}

if (what is "kafka" or "all")
{
    await KafkaBench.RunAsync();
}

if (what is "mirror" or "all")
{
    await MirrorBench.RunAsync();
}

if (what == "start")
{
    await StartBench.RunAsync();
}

if (what == "engine")
{
    await EngineBench.RunAsync();
}

if (what == "flash")
{
    await FlashBench.RunAsync(args.ElementAtOrDefault(1) ?? "");
}

if (what is "compaction" or "all")
{
    await CompactionBench.RunAsync();
}

if (what == "bypass")
{
    await BypassBench.RunAsync();
}

if (what == "micro")
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Skip(1)]);
}
