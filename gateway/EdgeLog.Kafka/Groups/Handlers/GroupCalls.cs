using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Takes requests to the coordinator's loop and waits there, as long as the client is there.</summary>
internal static class GroupCalls
{
    /// <summary>Has work done in a group's turn, with an answer that may come later.</summary>
    public static Task<TAnswer> CallAsync<TAnswer>(
        KafkaRequest request, string groupId, Action<GroupCoordinator, TaskCompletionSource<TAnswer>> work)
    {
        var groups = request.Server.Groups;
        return groups.CallAsync<TAnswer>(groupId, answer => work(groups, answer), request.Connection.Ended);
    }

    /// <summary>Has work done in a group's turn that has its answer at once.</summary>
    public static Task<TAnswer> AskAsync<TAnswer>(
        KafkaRequest request, string groupId, Func<GroupCoordinator, TAnswer> work) =>
        CallAsync<TAnswer>(request, groupId, (groups, answer) => answer.TrySetResult(work(groups)));

    /// <summary>Who asks.</summary>
    public static ClientIdentity ClientOf(KafkaRequest request)
    {
        var address = (request.Connection.Peer as System.Net.IPEndPoint)?.Address;
        var host = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return new ClientIdentity(request.Header.ClientId ?? "", $"/{host}");
    }
}
