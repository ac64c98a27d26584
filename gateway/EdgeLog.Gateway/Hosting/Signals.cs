using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace EdgeLog.Gateway.Hosting;

/// <summary>SIGTERM and SIGINT stop, SIGHUP reloads.</summary>
internal sealed class Signals : IDisposable
{
    private readonly Channel<bool> _reloads = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;

    public Signals(Action stop)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _reloads.Writer.TryWrite(true);
            }),
        ];
    }

    /// <summary>One item for each SIGHUP; several at once are one.</summary>
    public ChannelReader<bool> Reloads => _reloads.Reader;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static void Stop(PosixSignalContext context, Action stop)
    {
        context.Cancel = true;
        stop();
    }
}
