namespace EdgeLog.Bridge;

/// <summary>Why a partition waits while others go on.</summary>
/// <param name="Error">Kafka's name of the error, or the log's.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record PartitionTrouble(string Error, string Message, string Fix);
