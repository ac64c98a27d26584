using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Writes headers straight into a run.</summary>
internal readonly struct RunHeaders(RecordRun run) : IHeaderSink
{
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => run.WriteHeader(name, value);
}
