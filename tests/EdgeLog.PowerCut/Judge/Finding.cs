namespace EdgeLog.PowerCut;

/// <summary>A promise that was broken.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Records">How many records it is about.</param>
/// <param name="Text">Where and what, for people.</param>
internal sealed record Finding(FindingKind Kind, long Records, string Text);
