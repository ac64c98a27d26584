namespace EdgeLog.Storage;

/// <summary>
/// The disk as the log sees it: where it is full, the ballast makes room for what must be written, and it is tried
/// again. A reservation is not: that is what a full disk shows itself by.
/// </summary>
internal sealed class BallastFileSystem(LogFileSystem inner) : LogFileSystem
{
    /// <summary>The ballast; null where there is none.</summary>
    public Ballast? Ballast { get; set; }

    public override LogFile OpenOrCreate(string path)
    {
        while (true)
        {
            try
            {
                return new BallastFile(this, inner.OpenOrCreate(path));
            }
            catch (IOException exception) when (TryMakeRoom(exception))
            {
                // Tried again.
            }
        }
    }

    public override LogFile OpenRead(string path) => inner.OpenRead(path);

    public override void CreateDirectory(string path) => Try(() => inner.CreateDirectory(path));

    public override void FlushDirectory(string path) => inner.FlushDirectory(path);

    public override void Rename(string from, string to) => Try(() => inner.Rename(from, to));

    public override void Delete(string path) => inner.Delete(path);

    public override void DeleteDirectory(string path) => inner.DeleteDirectory(path);

    public override FilesystemSpace ReadSpace(string directory) => inner.ReadSpace(directory);

    public override long MeasureUsed(string directory) => inner.MeasureUsed(directory);

    /// <summary>Whether the failure is a full disk and the ballast gave some room.</summary>
    public bool TryMakeRoom(IOException failure) =>
        LogContext.IsDiskFull(failure) && Ballast is not null && Ballast.TryGive();

    private void Try(Action change)
    {
        while (true)
        {
            try
            {
                change();
                return;
            }
            catch (IOException exception) when (TryMakeRoom(exception))
            {
                // Tried again.
            }
        }
    }
}
