using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Judges appends that stand or fall together, on the caller's thread: one that is refused refuses all.
/// </summary>
internal static class TogetherCheck
{
    /// <summary>Binds the requests to each other; false where they were refused.</summary>
    public static bool Check(AppendRequest[] requests, LogLimits limits)
    {
        long bytes = 0;
        var set = new TogetherSet(requests);
        AppendError error = AppendError.None;
        string? message = null;
        foreach (AppendRequest request in requests)
        {
            if (request.Partition is null)
            {
                throw new ArgumentException("Each of the appends needs a partition.", nameof(requests));
            }

            if (request.Run is null && RecordBatchHeader.Read(request.Batch.Span).ProducerId >= 0)
            {
                throw new ArgumentException("Sequences are judged one by one: such a batch is appended alone.");
            }

            request.Together = set;
            (error, message) = AppendCheck.Judge(request);
            bytes += request.SizeBytes;
            if (error == AppendError.None && bytes > limits.TogetherBytes)
            {
                error = AppendError.MessageTooLarge;
                message = $"Appends that stand or fall together exceed {limits.TogetherBytes} bytes.";
            }

            if (error != AppendError.None)
            {
                break;
            }
        }

        if (error == AppendError.None)
        {
            return true;
        }

        foreach (AppendRequest request in requests)
        {
            request.Refuse(error, message);
        }

        return false;
    }
}
