using Xunit;

namespace EdgeLog.Testing.Peers;

/// <summary>A theory that needs real programs: skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] peers) =>
        Skip = peers.Select(Peer.WhyMissing).FirstOrDefault(reason => reason is not null)!;
}
