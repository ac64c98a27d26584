using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// Serves readers: waits until there is as much as they ask for or their time is up, then has the records copied from
/// the segments straight into the connection's output. Returns when the response is sent, so that a reader holds
/// fetch memory for one response at most.
/// </summary>
internal static class FetchHandler
{
    private const short TopicIdsFrom = 13;
    private const int ShareBytesMin = 64 * 1024;

    public static async ValueTask HandleAsync(KafkaRequest request)
    {
        var fetch = request.Connection.Fetch;
        var sessions = request.Server.FetchSessions;
        Read(request, fetch.Request);
        var error = sessions.Begin(
            fetch.Request, request.Header.ApiVersion >= TopicIdsFrom, fetch.Sessionless, out var session);
        try
        {
            if (error == ErrorCode.None)
            {
                await WaitAsync(request, fetch, session);
            }

            session.Include();
            await SendAsync(request, fetch, session, error);
            session.OnResponded();
            sessions.End(session);
        }
        catch
        {
            // The sending side may still be looking at it, and nobody knows what the client got.
            sessions.Remove(session.Id);
            throw;
        }
    }

    private static void Read(KafkaRequest request, FetchRequest body)
    {
        var reader = request.Body();
        body.Fill(ref reader, request.Header.ApiVersion);
    }

    private static async ValueTask WaitAsync(KafkaRequest request, FetchState fetch, FetchSession session)
    {
        var topics = request.Server.Log.Topics;
        var minBytes = fetch.Request.MinBytes;
        if (IsSatisfied(session, session.Look(topics), minBytes) || fetch.Request.MaxWaitMs <= 0)
        {
            return;
        }

        var start = request.Server.Time.GetTimestamp();
        var timeout = TimeSpan.FromMilliseconds(fetch.Request.MaxWaitMs);
        var longest = request.Server.Options.Limits.FetchWaitMax;
        timeout = timeout < longest ? timeout : longest;
        session.Listen(fetch.Wait);
        try
        {
            // Looking again after listening: what came in between told nobody.
            while (!IsSatisfied(session, session.Look(topics), minBytes) && !fetch.Wait.IsClosed
                && fetch.Wait.Remaining(start, timeout) is var remaining && remaining > TimeSpan.Zero)
            {
                await fetch.Wait.WaitAsync(remaining);
            }
        }
        finally
        {
            session.StopListening(fetch.Wait);
        }
    }

    private static bool IsSatisfied(FetchSession session, long availableBytes, int minBytes) =>
        availableBytes >= minBytes || session.HasErrors || session.Partitions.IsEmpty;

    private static async ValueTask SendAsync(
        KafkaRequest request, FetchState fetch, FetchSession session, ErrorCode error)
    {
        var memory = request.Server.FetchMemory;
        var recordBytes = RecordBytes(session, fetch.Request, request.Server);
        await memory.TakeAsync(recordBytes, request.Connection.Aborted);
        fetch.Reply.Begin(request.Header, fetch.Request, session, error, recordBytes);
        fetch.Reply.Complete();
        try
        {
            await request.Connection.EnqueueAsync(fetch.Reply);
            await request.Connection.DrainAsync();
        }
        finally
        {
            fetch.Reply.ReturnMemory();
        }
    }

    // At most half of the memory that is left: readers that do not read leave something for those that do.
    private static int RecordBytes(FetchSession session, FetchRequest request, KafkaServer server)
    {
        var share = Math.Max(server.FetchMemory.FreeBytes / 2, ShareBytesMin);
        long wanted = 0;
        foreach (var partition in session.Partitions)
        {
            wanted += partition.AvailableBytes > 0 ? partition.BytesMax : 0;
        }

        var limit = Math.Min(share, server.Options.Limits.FetchBytesMax);
        return (int)Math.Min(wanted, Math.Clamp(request.MaxBytes, 0, limit));
    }
}
