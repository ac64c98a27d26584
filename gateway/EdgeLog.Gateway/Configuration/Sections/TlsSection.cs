using EdgeLog.Network.Tls;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>tls</c> section of a listener; its files are read and checked with the configuration.</summary>
internal static class TlsSection
{
    /// <summary>Reads it; null where it is absent or wrong.</summary>
    public static TlsConfig? Read(MapReader listener)
    {
        if (!listener.Has("tls"))
        {
            listener.Suggest(["tls"]);
            return null;
        }

        var section = listener.Map("tls");
        var files = new TlsFiles(
            section.RequiredText("certificate"), section.RequiredText("key"), section.Text("client_ca"));
        section.Finish();
        if (files.Certificate.Length == 0 || files.Key.Length == 0)
        {
            return null;
        }

        try
        {
            return new TlsConfig(files, TlsMaterial.Load(files));
        }
        catch (InvalidDataException exception)
        {
            section.Context.Errors.Add(section.Mark, section.Path, null, exception.Message);
            return null;
        }
    }
}
