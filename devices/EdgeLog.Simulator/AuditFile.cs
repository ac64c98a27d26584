namespace EdgeLog.Simulator;

/// <summary>
/// What an audit compares with the log: a line <c>A client sequence</c> for each acknowledged message, <c>R client
/// sequence</c> for each that was sent again after a broken connection. Written by all devices' threads.
/// </summary>
internal sealed class AuditFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter? _file;

    public AuditFile(string? path) => _file = path is null ? null : new StreamWriter(path);

    public void Acknowledged(int client, ReadOnlySpan<long> sequences) => Write('A', client, sequences);

    public void SentAgain(int client, ReadOnlySpan<long> sequences) => Write('R', client, sequences);

    public void Dispose() => _file?.Dispose();

    private void Write(char what, int client, ReadOnlySpan<long> sequences)
    {
        if (_file is null || sequences.IsEmpty)
        {
            return;
        }

        lock (_lock)
        {
            foreach (long sequence in sequences)
            {
                _file.Write(what);
                _file.Write(' ');
                _file.Write(client);
                _file.Write(' ');
                _file.WriteLine(sequence);
            }

            _file.Flush();
        }
    }
}
