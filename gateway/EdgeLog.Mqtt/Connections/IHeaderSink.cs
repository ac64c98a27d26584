namespace EdgeLog.Mqtt;

/// <summary>
/// Takes a record's headers in order: a run on its way into the log, or a record on its way into transforms.
/// </summary>
internal interface IHeaderSink
{
    void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
