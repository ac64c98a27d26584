using Xunit;

namespace EdgeLog.Network.Tests;

public sealed class AdmissionGateTests
{
    [Fact]
    public void A_full_gate_refuses_and_counts_until_someone_leaves()
    {
        var gate = new AdmissionGate(2);
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Equal(1, gate.RefusedCount);
        gate.Leave();
        Assert.True(gate.TryEnter());
        Assert.Equal(2, gate.Count);
    }

    [Fact]
    public void A_lowered_capacity_refuses_newcomers_only()
    {
        var gate = new AdmissionGate(2);
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        gate.Capacity = 1;
        gate.Leave();
        Assert.False(gate.TryEnter());
        Assert.Equal(1, gate.Count);
    }
}
