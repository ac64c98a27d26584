namespace EdgeLog.Connect;

/// <summary>Why a pipeline rejected a record.</summary>
/// <param name="Pipeline">The route, sensor or connector.</param>
/// <param name="Stage">Where.</param>
/// <param name="ClassName">The converter or transform, by its long class name.</param>
/// <param name="Cause">What went wrong.</param>
internal sealed record Rejection(string Pipeline, PipelineStage Stage, string ClassName, Exception Cause);
