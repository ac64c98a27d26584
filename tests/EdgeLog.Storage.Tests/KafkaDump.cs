using EdgeLog.Testing.Peers;

namespace EdgeLog.Storage.Tests;

/// <summary>Kafka's own tool on a partition's folder.</summary>
internal static class KafkaDump
{
    public static async Task<ProgramResult> RunAsync(string folder, string pattern, string option)
    {
        string files = string.Join(',', Directory.GetFiles(folder, pattern).Order());
        ProgramResult result = await RunningProgram.RunAsync(
            "", Path.Combine(Peer.KafkaHome!, "bin/kafka-dump-log.sh"), "--files", files, option);
        return result.Succeeded();
    }
}
