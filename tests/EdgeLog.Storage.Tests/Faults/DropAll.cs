namespace EdgeLog.Storage.Tests;

/// <summary>A card that wrote nothing that was not flushed.</summary>
internal sealed class DropAll : Random
{
    public override int Next(int maxValue) => maxValue == 2 ? 1 : 0;
}
