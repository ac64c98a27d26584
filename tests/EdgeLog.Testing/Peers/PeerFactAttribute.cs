using Xunit;

namespace EdgeLog.Testing.Peers;

/// <summary>A test that needs real programs: skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] peers) =>
        Skip = peers.Select(Peer.WhyMissing).FirstOrDefault(reason => reason is not null)!;
}
