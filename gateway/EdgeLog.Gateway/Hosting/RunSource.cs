using EdgeLog.Gateway.Configuration;

namespace EdgeLog.Gateway.Hosting;

/// <summary>Where the configuration of this run comes from, so that a reload reads the same.</summary>
/// <param name="ConfigFile">The file, or null where there was none: one that has appeared since is found.</param>
/// <param name="DataDirectory">The data directory of the command line, or null.</param>
internal sealed record RunSource(string? ConfigFile, string? DataDirectory)
{
    /// <summary>Reads and checks it.</summary>
    public GatewayConfig Load() =>
        ConfigLoader.Load(ConfigFile ?? ConfigLoader.Locate(null), DataDirectory);
}
