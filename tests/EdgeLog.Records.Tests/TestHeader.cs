using System.Text;

namespace EdgeLog.Records.Tests;

internal sealed record TestHeader(byte[] Name, byte[]? Value)
{
    public static TestHeader Of(string name, string? value) =>
        new(Encoding.UTF8.GetBytes(name), value is null ? null : Encoding.UTF8.GetBytes(value));

    public void WriteTo(RecordRun run)
    {
        if (Value is null)
        {
            run.WriteNullHeader(Name);
        }
        else
        {
            run.WriteHeader(Name, Value);
        }
    }
}
