namespace EdgeLog.PowerCut;

/// <summary>What one campaign does.</summary>
internal sealed record CampaignOptions
{
    /// <summary>Where its state, disk, consoles and log are: a campaign goes on where the one there stopped.</summary>
    public required string Directory { get; init; }

    /// <summary>The folder with kernel, initial RAM disk and root image.</summary>
    public required string ImageDirectory { get; init; }

    public required string FileSystem { get; init; }

    public required Control Control { get; init; }

    public required int Cuts { get; init; }

    public required int Seed { get; init; }

    /// <summary>Which commit the gateway was published from; for the result.</summary>
    public required string Commit { get; init; }

    /// <summary>The file to which the result is appended, if any.</summary>
    public string? ResultFile { get; init; }

    /// <summary>How many cuts pass until everything is read again from the start.</summary>
    public int CutsPerFullReading { get; init; } = 20;

    public long DiskBytes { get; init; } = 1L << 30;

    public string StateFile => Path.Combine(Directory, "state.json");

    public string DiskFile => Path.Combine(Directory, "disk.img");
}
