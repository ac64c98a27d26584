using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>MirrorMaker 2 in its dedicated mode, one flow, nothing but the records.</summary>
internal static class MirrorMakerProcess
{
    public static Task<ServerProcess> StartAsync(int sourcePort, int targetPort)
    {
        string directory = Scratch.NewDirectory();
        string config = Path.Combine(directory, "mm2.properties");
        File.WriteAllText(config, $"""
            clusters=source,target
            source.bootstrap.servers=127.0.0.1:{sourcePort}
            target.bootstrap.servers=127.0.0.1:{targetPort}
            source->target.enabled=true
            source->target.topics=load
            target->source.enabled=false
            replication.factor=1
            offset-syncs.topic.replication.factor=1
            checkpoints.topic.replication.factor=1
            heartbeats.topic.replication.factor=1
            offset.storage.replication.factor=1
            config.storage.replication.factor=1
            status.storage.replication.factor=1
            emit.heartbeats.enabled=false
            emit.checkpoints.enabled=false
            sync.topic.acls.enabled=false

            """);

        // It listens nowhere: the port that is waited for is the source broker's, which is up already.
        string script = Path.Combine(Peer.KafkaHome!, "bin", "connect-mirror-maker.sh");
        return ServerProcess.StartAsync("MirrorMaker 2", sourcePort, directory, [script, config]);
    }
}
