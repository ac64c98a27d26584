namespace EdgeLog.Benchmarks;

/// <summary>
/// Where servers keep their data while they are measured: a real disk, the same for all. The folder is
/// <c>EDGELOG_BENCH_DIR</c>, or the working directory, because <c>/tmp</c> is often memory.
/// </summary>
internal static class Scratch
{
    public static string Root { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("EDGELOG_BENCH_DIR") ?? Environment.CurrentDirectory);

    public static string NewDirectory() =>
        Directory.CreateDirectory(Path.Combine(Root, $".bench-{Guid.NewGuid():N}")).FullName;
}
