namespace EdgeLog.Network.Tls;

/// <summary>Whether the wall clock is to be believed.</summary>
public enum ClockTrust
{
    /// <summary>It was set by someone who knows.</summary>
    Known = 0,

    /// <summary>It was not, since the start.</summary>
    Unknown,
}
