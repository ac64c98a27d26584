namespace EdgeLog.Devices;

/// <summary>The shapes of a simulated signal.</summary>
internal enum SignalShape
{
    /// <summary>A sine wave.</summary>
    Sine,

    /// <summary>Straight up, straight down.</summary>
    Triangle,

    /// <summary>High for half of the period, then low.</summary>
    Square,

    /// <summary>Straight up, then a jump down.</summary>
    Sawtooth,

    /// <summary>A small step up or down with every reading, within the amplitude.</summary>
    RandomWalk,

    /// <summary>A staircase through the period.</summary>
    Step,
}
