namespace EdgeLog.Kafka.Protocol;

/// <summary>The versions of one API, both ends included.</summary>
/// <param name="Key">The API.</param>
/// <param name="Min">Its lowest version.</param>
/// <param name="Max">Its highest version.</param>
public readonly record struct ApiVersionRange(ApiKey Key, short Min, short Max)
{
    /// <summary>Whether <paramref name="version"/> lies within.</summary>
    public bool Contains(short version) => version >= Min && version <= Max;
}
