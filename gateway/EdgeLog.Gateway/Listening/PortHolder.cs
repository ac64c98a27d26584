using System.Globalization;
using System.Net;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// Finds out who listens on a port that is taken: <c>/proc/net/tcp</c> has the socket, <c>/proc/*/fd</c> its owner.
/// </summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary><c>1883 is held by mosquitto (pid 612)</c>, or as much of it as can be seen.</summary>
    public static string Describe(IPEndPoint address)
    {
        try
        {
            foreach (var inode in SocketsOn(address.Port))
            {
                if (OwnerOf(inode) is { } owner)
                {
                    return $"{address.Port} is held by {owner.Name} (pid {owner.Pid})";
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc there is less to say, and the port is taken all the same.
        }

        return $"{address.Port} is held by another process; this user may not see which. Try: sudo ss -ltnp 'sport = "
            + $":{address.Port}'";
    }

    private static IEnumerable<string> SocketsOn(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var table in Tables.Where(File.Exists))
        {
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > 9 && columns[3] == Listening
                    && columns[1].EndsWith(suffix, StringComparison.Ordinal))
                {
                    yield return columns[9];
                }
            }
        }
    }

    private static (string Name, int Pid)? OwnerOf(string inode)
    {
        var target = $"socket:[{inode}]";
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && HasOpen(directory, target))
            {
                return (File.ReadAllText(Path.Combine(directory, "comm")).Trim(), pid);
            }
        }

        return null;
    }

    private static bool HasOpen(string process, string target)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")))
            {
                if (new FileInfo(descriptor).LinkTarget == target)
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
        }

        return false;
    }
}
