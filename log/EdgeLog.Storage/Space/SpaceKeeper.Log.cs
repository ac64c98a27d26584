using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What the operator is told of the room there is.</summary>
internal sealed partial class SpaceKeeper
{
    private void Tell()
    {
        if (IsFull == _isToldFull)
        {
            return;
        }

        _isToldFull = !_isToldFull;
        SpaceReading reading = _context.Space.Reading;
        if (_isToldFull)
        {
            LogFull(_context.Directory, reading.UsedBytes, reading.LimitBytes, reading.FreeBytes, reading.ReserveBytes);
        }
        else
        {
            LogRoom(_context.Directory, reading.HeadroomBytes);
        }
    }

    [LoggerMessage(
        2030,
        LogLevel.Error,
        "{Directory} is full: it takes {Used} of {Limit} bytes, the filesystem has {Free} bytes free and {Reserve} are "
        + "to stay so, and nothing may be dropped. Appends are refused; reading and mirroring go on. Make room on the "
        + "disk, raise data.budget, or let topics drop (edgelog.overflow)")]
    private partial void LogFull(string directory, long used, long limit, long free, long reserve);

    [LoggerMessage(2031, LogLevel.Information, "{Directory} has room again: {Headroom} bytes; appends are taken")]
    private partial void LogRoom(string directory, long headroom);
}
