namespace EdgeLog.Storage.Tests;

/// <summary>A batch as it stands in the directory that is to be damaged.</summary>
internal sealed record StoredBatch(string File, long Position, byte[] Bytes, long BaseOffset, long NextOffset)
{
    public long EndPosition => Position + Bytes.Length;
}
