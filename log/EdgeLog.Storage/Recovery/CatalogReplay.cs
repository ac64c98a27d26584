using System.Text.Json;

namespace EdgeLog.Storage;

/// <summary>Brings the topic catalog back from its records. One that makes no sense is left out, and told.</summary>
internal static class CatalogReplay
{
    public static void Run(LogDirectory log, List<string> findings)
    {
        int senseless = 0;
        foreach (CatalogEntry entry in CatalogLog.ReadAll(log.CatalogPartition))
        {
            try
            {
                log.CatalogChanges.Replay(entry);
            }
            catch (JsonException)
            {
                senseless++;
            }
        }

        if (senseless > 0)
        {
            findings.Add($"The topic catalog holds {senseless} records that make no sense; they were left out.");
        }
    }
}
