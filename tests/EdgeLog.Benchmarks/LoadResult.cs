namespace EdgeLog.Benchmarks;

/// <summary>What a load program measured: wall seconds, payload megabytes, its own processor seconds.</summary>
internal sealed record LoadResult(double Seconds, double Megabytes, double CpuSeconds)
{
    public double MegabytesPerSecond => Megabytes / Seconds;
}
