using System.Text.Json;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks;

/// <summary>What fio (Debian's package <c>fio</c>) gets out of the disk, in blocks of a MiB.</summary>
internal static class FioLoad
{
    public static async Task<double> RunAsync(string directory, params string[] mode)
    {
        string file = Path.Combine(directory, "fio.dat");
        string fio = Peer.OnPath("fio") ?? throw new InvalidOperationException("fio is missing: apt-get install fio");
        ProgramResult ended = (await RunningProgram.RunAsync(
            "", fio, ["--name=disk", $"--filename={file}", "--size=1G", "--bs=1M", "--ioengine=psync",
                "--output-format=json", .. mode])).Succeeded();
        using JsonDocument report = JsonDocument.Parse(ended.Output);
        JsonElement job = report.RootElement.GetProperty("jobs")[0];
        double Of(string direction) => job.GetProperty(direction).GetProperty("bw_bytes").GetDouble() / 1e6;
        if (mode.Contains("--rw=read"))
        {
            File.Delete(file);
        }

        return Math.Max(Of("read"), Of("write"));
    }
}
