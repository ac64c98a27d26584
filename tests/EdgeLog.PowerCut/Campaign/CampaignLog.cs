namespace EdgeLog.PowerCut;

/// <summary>What people follow: each line to standard output and to the campaign's log file.</summary>
internal sealed class CampaignLog(string path)
{
    public void Line(string text)
    {
        string line = $"{DateTime.UtcNow:HH:mm:ss} {text}";
        Console.WriteLine(line);
        File.AppendAllText(path, line + "\n");
    }
}
