using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EdgeLog.PowerCut;

/// <summary>
/// Says, many times a second, how many messages are due at a rate. What a client cannot send then is not due later.
/// </summary>
internal sealed class Pace(double perSecond)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(15);

    public async IAsyncEnumerable<int> DueAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick);
        long started = Stopwatch.GetTimestamp();
        long told = 0;
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            long due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond);
            yield return (int)(due - told);
            told = due;
        }
    }
}
