using BenchmarkDotNet.Running;
using EdgeLog.Benchmarks;

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

if (what == "micro")
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Skip(1)]);
}
