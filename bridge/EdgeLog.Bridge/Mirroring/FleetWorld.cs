using Microsoft.Extensions.Logging;

namespace EdgeLog.Bridge;

/// <summary>What mirrors live in: bounds, clock, log lines, network. A test has its own.</summary>
internal sealed record FleetWorld(MirrorLimits Limits, TimeProvider Time, ILoggerFactory Loggers, DialBroker Dial);
