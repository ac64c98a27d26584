namespace EdgeLog.Storage.Tests;

/// <summary>The log broke a promise.</summary>
internal sealed class ModelException(string message) : Exception(message)
{
    public static void ThrowUnless(bool holds, string message)
    {
        if (!holds)
        {
            throw new ModelException(message);
        }
    }
}
