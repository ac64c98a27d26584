namespace EdgeLog.Storage;

/// <summary>Who asks for room: what the gateway needs to go on while it is full may draw on the reserve.</summary>
internal enum SpaceDraw
{
    /// <summary>Records of users: up to the budget, and never into the reserve.</summary>
    Ordinary,

    /// <summary>The gateway's own topics: also half of the reserve.</summary>
    Internal,
}
