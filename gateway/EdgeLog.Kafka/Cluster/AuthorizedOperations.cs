namespace EdgeLog.Kafka.Cluster;

/// <summary>
/// What a client may do, as Kafka's bit sets of access control operations (bit 3 read … bit 12 idempotent write):
/// everything, as long as there is no access control.
/// </summary>
internal static class AuthorizedOperations
{
    /// <summary>Create, alter, describe, cluster action, describe configs, alter configs, idempotent write.</summary>
    public const int Cluster = (1 << 5) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 12);

    /// <summary>Read, delete, describe, describe configs, alter configs.</summary>
    public const int Group = (1 << 3) | (1 << 6) | (1 << 8) | (1 << 10) | (1 << 11);

    /// <summary>Read, write, create, delete, alter, describe, describe configs, alter configs.</summary>
    public const int Topic =
        (1 << 3) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7) | (1 << 8) | (1 << 10) | (1 << 11);
}
