using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>A share's place in one partition, as it was stored.</summary>
/// <param name="Next">Where it reads on.</param>
/// <param name="Open">What was given, before there, to members that are no more.</param>
internal sealed record StoredShare(Offset Next, IReadOnlyList<Offset> Open);
