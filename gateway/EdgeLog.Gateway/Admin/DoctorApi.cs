using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>The state of the data directory, as the running log knows it. Changes nothing.</summary>
internal sealed class DoctorApi(LogDirectory log)
{
    public Task ReportAsync(HttpContext context)
    {
        var statistics = log.Statistics;
        var reply = new DoctorReply(
            log.Path, log.Recovery.WasClean, log.Recovery.Findings, log.Damaged, log.ScrubStatus, statistics.SizeBytes,
            statistics.FilesystemFreeBytes, statistics.JournalStalls);
        return JsonReply.WriteAsync(context, reply, AdminJson.Default.DoctorReply);
    }
}
