using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>What the target says of one of its topics.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Error">Why there is nothing to say, or none.</param>
/// <param name="Message">More about the error, if anything.</param>
/// <param name="Leaders">The leading broker of each partition by index; -1 where there is none now.</param>
internal sealed record ClusterTopic(string Name, ErrorCode Error, string? Message, IReadOnlyList<int> Leaders)
{
    public static ClusterTopic Failed(string name, ErrorCode error, string? message) => new(name, error, message, []);
}
