namespace EdgeLog.Bridge;

/// <summary>One step of testing a mirror's way to its target.</summary>
/// <param name="Name">What was tried: <c>DNS</c>, <c>TCP</c>, <c>API versions</c>, <c>metadata</c>, <c>produce</c>,
/// …</param>
/// <param name="Succeeded">Whether it worked.</param>
/// <param name="Detail">What was found, or why it did not work and what to do.</param>
public sealed record MirrorTestStep(string Name, bool Succeeded, string Detail);
