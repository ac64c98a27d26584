namespace EdgeLog.Storage;

/// <summary>What of a topic gives way when the byte budget is reached: <c>edgelog.overflow</c>.</summary>
public enum OverflowPolicy
{
    /// <summary><c>drop-oldest</c>: mirrored data first, then the oldest, declared as a gap.</summary>
    DropOldest = 0,

    /// <summary><c>refuse</c>: nothing; appends are refused.</summary>
    Refuse,

    /// <summary><c>protect-unmirrored</c>: mirrored data first; then appends are refused.</summary>
    ProtectUnmirrored,
}
