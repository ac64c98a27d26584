namespace EdgeLog.Bridge;

/// <summary>A mirror with its cluster, both checked.</summary>
internal sealed record MirrorPlan(
    MirrorConfig Mirror, ClusterConfig Cluster, MirrorSettings Settings, ClientSettings Client)
{
    public bool SameAs(MirrorPlan other) => Mirror.SameAs(other.Mirror) && Cluster.SameAs(other.Cluster);
}
