namespace EdgeLog.Storage;

/// <summary>An amount of the disk: so many bytes, or a share of what is ours plus what is free.</summary>
/// <param name="Percent">The share in percent; counts where <paramref name="Bytes"/> is null.</param>
/// <param name="Bytes">The amount in bytes; null where it is a share.</param>
public readonly record struct SpaceShare(double Percent, long? Bytes)
{
    /// <summary>A share, from 0 to 100.</summary>
    public static SpaceShare OfPercent(double percent) => new(percent, null);

    /// <summary>A fixed amount.</summary>
    public static SpaceShare OfBytes(long bytes) => new(0, bytes);

    /// <summary>The amount where <paramref name="whole"/> bytes are ours or free.</summary>
    public long Of(long whole) => Bytes ?? (long)(whole * (Percent / 100));
}
