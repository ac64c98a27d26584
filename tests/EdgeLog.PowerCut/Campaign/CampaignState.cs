using System.Text.Json;

namespace EdgeLog.PowerCut;

/// <summary>All that a campaign has to know to go on: saved after each cut.</summary>
internal sealed class CampaignState
{
    public string FileSystem { get; set; } = "";

    public string Commit { get; set; } = "";

    public int Seed { get; set; }

    /// <summary>Cuts made.</summary>
    public int Cuts { get; set; }

    /// <summary>Whether a life was under way: if so when this is read, that life's ledger is gone.</summary>
    public bool IsInLife { get; set; }

    public double Seconds { get; set; }

    /// <summary>Pages that were not flushed at the cuts, and what became of them.</summary>
    public long Pages { get; set; }

    public long PagesDropped { get; set; }

    public long PagesTorn { get; set; }

    /// <summary>Full readings made.</summary>
    public int FullReadings { get; set; }

    /// <summary>Cuts after which a promise was found broken.</summary>
    public int FailingCuts { get; set; }

    public List<Finding> Findings { get; set; } = [];

    public Dictionary<int, StreamRecord> Streams { get; set; } = [];

    public JudgeRecord Judge { get; set; } = new();

    public static CampaignState? Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<CampaignState>(File.ReadAllText(path)) : null;

    public void Save(string path)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this));
        File.Move(path + ".new", path, overwrite: true);
    }
}
