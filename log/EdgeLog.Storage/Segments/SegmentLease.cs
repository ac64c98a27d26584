namespace EdgeLog.Storage;

/// <summary>Somebody's right to read a sealed segment: its files stay open until this is disposed.</summary>
internal readonly struct SegmentLease(SealedSegment segment, SegmentFiles files) : IDisposable
{
    public SegmentFiles Files => files;

    public void Dispose() => segment.Return();
}
