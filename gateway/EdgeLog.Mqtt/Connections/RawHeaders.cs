using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>Gathers headers for transforms.</summary>
internal readonly struct RawHeaders(List<RawHeader> headers) : IHeaderSink
{
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        headers.Add(new RawHeader(name.ToArray(), value.ToArray()));
}
