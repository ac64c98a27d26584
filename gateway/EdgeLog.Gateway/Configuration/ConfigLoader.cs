using System.Reflection;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Sections;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>Finds, reads and checks the configuration.</summary>
internal static class ConfigLoader
{
    private const string SampleResource = "edgelog.yaml";

    private static readonly string[] Places = ["./edgelog.yaml", "/etc/edgelog/edgelog.yaml"];

    /// <summary>The commented sample, as deployed.</summary>
    public static string Sample
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(SampleResource)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>
    /// The absolute path of the file to use: the given one, the first that exists, or null for the default.
    /// </summary>
    public static string? Locate(string? given) =>
        given is not null
            ? Path.GetFullPath(given) : Array.Find(Places, File.Exists) is { } found ? Path.GetFullPath(found) : null;

    /// <summary>
    /// The configuration in the file at <paramref name="path"/>, or the embedded default where that is null; a data
    /// directory given on the command line comes before the file's. Throws <see cref="InvalidConfigException"/>.
    /// </summary>
    public static GatewayConfig Load(string? path, string? dataDirectory)
    {
        var errors = new ConfigErrorList();
        var (tree, files) = path is null
            ? (ConfigFiles.Parse("default", string.Empty, errors), [])
            : ConfigFiles.Read(path, errors);
        var config = Read(tree, errors);
        return config with
        {
            File = path,
            FileTimeUtc = files.Count == 0 ? null : files.Max(File.GetLastWriteTimeUtc),
            Data = dataDirectory is null
                ? config.Data
                : config.Data with { Directory = Path.GetFullPath(dataDirectory) },
        };
    }

    /// <summary>The configuration in a text, for tests and the sample.</summary>
    public static GatewayConfig Parse(string name, string text)
    {
        var errors = new ConfigErrorList();
        return Read(ConfigFiles.Parse(name, text, errors), errors);
    }

    /// <summary>
    /// Where the data of the gateway lives that a command is to talk to: read from the file without checking the rest
    /// of it. Throws <see cref="InvalidConfigException"/> where a given file cannot be read.
    /// </summary>
    public static string LocateData(string? dataDirectory, string? configFile)
    {
        if (dataDirectory is not null || Locate(configFile) is not { } path)
        {
            return Path.GetFullPath(dataDirectory ?? GatewaySection.DefaultDirectory);
        }

        var errors = new ConfigErrorList();
        var (tree, _) = ConfigFiles.Read(path, errors);
        if (configFile is not null && errors.Any)
        {
            throw new InvalidConfigException(errors.Errors);
        }

        var data = new MapReader(new ConfigContext(new ConfigErrorList()), string.Empty, tree).Map("data");
        return Path.GetFullPath(data.Text("directory", GatewaySection.DefaultDirectory));
    }

    private static GatewayConfig Read(ConfigMap tree, ConfigErrorList errors)
    {
        var config = RootSection.Read(tree, new ConfigContext(errors));
        return errors.Any
            ? throw new InvalidConfigException(errors.Errors)
            : config with { Warnings = errors.Warnings };
    }
}
