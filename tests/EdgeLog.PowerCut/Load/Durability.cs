namespace EdgeLog.PowerCut;

/// <summary>What the topics promise.</summary>
internal enum Durability
{
    /// <summary>Acknowledged means on flash: the default.</summary>
    Flushed,

    /// <summary><c>flush.messages</c> off: acknowledged means written. The control that must lose records.</summary>
    Weak,
}
