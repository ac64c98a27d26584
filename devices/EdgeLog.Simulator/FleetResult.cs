using System.Globalization;

namespace EdgeLog.Simulator;

/// <summary>What a fleet achieved.</summary>
/// <param name="Acknowledged">Messages acknowledged; at QoS 0, sent.</param>
/// <param name="SentAgain">Messages sent again after a broken connection.</param>
/// <param name="Elapsed">From the first connection to the last acknowledgement.</param>
/// <param name="Cpu">Processor time that the fleet itself took.</param>
public sealed record FleetResult(long Acknowledged, long SentAgain, TimeSpan Elapsed, TimeSpan Cpu)
{
    /// <summary>One line for programs: <c>acked=… seconds=… cpu=… resent=…</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"acked={Acknowledged} seconds={Elapsed.TotalSeconds:0.000} cpu={Cpu.TotalSeconds:0.00} resent={SentAgain}");
}
