using Xunit;

namespace EdgeLog.Records.Tests;

/// <summary>Tests that measure the process and so share it with no other.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
