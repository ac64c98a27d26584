namespace EdgeLog.Storage;

/// <summary>Opens a data directory, step by step: lock, identity, recovery, replay of the catalog, pipeline.</summary>
internal static class LogOpening
{
    public static Task<LogDirectory> OpenAsync(
        LogDirectoryOptions options, LogEnvironment environment, CancellationToken cancellation) =>
        Task.Run(() => Open(options, environment, cancellation), cancellation);

    private static LogDirectory Open(
        LogDirectoryOptions options, LogEnvironment environment, CancellationToken cancellation)
    {
        string path = Path.GetFullPath(options.Path);
        DirectoryLock? directoryLock = null;
        try
        {
            environment.Files.CreateDirectory(path);
            directoryLock = DirectoryLock.Take(path);
            var files = new BallastFileSystem(environment.Files);
            var space = new SpaceLedger(options.Budget, options.Reserve);
            var context = new LogContext
            {
                Directory = path,
                Files = files,
                Space = space,
                Time = environment.Time,
                Loggers = environment.Loggers,
                Limits = environment.Limits,
                OpenSegments = new OpenSegments(files, environment.Limits.OpenSegments),
            };
            space.MeasureUsed(files.MeasureUsed(path), 0);
            space.Measure(files.ReadSpace(path));
            space.Ballast = files.Ballast = Ballast.TryOpen(environment.Files, path, space.Reading.ReserveBytes);
            context.Clock = new LogClock(context, environment.HostClock);
            DirectoryIdentity identity = DirectoryIdentity.ReadOrCreate(context.Files, path);
            var log = new LogDirectory(context, directoryLock, options) { Id = identity.Id };
            log.Start(LogRecovery.Recover(context, log, identity, cancellation));
            log.CatalogChanges.SaveRestoredAsync(cancellation).GetAwaiter().GetResult();
            space.Ballast?.KeepForRecovery();
            return log;
        }
        catch (Exception exception)
        {
            directoryLock?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new StorageException(
                    $"The data directory {path} cannot be used: {exception.Message} Check that it exists on a working "
                    + "disk and belongs to the user this runs as.",
                    exception);
            }

            throw;
        }
    }
}
