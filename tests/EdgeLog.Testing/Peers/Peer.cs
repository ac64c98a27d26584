using System.Runtime.InteropServices;

namespace EdgeLog.Testing.Peers;

/// <summary>Finds the real programs that tests talk to.</summary>
public static class Peer
{
    /// <summary>Null where the peer is there; else the sentence that says what is missing and how to get it.</summary>
    public static string? WhyMissing(string name) => name switch
    {
        "kafka" when KafkaHome is null =>
            "no Apache Kafka: unpack one and set KAFKA_HOME to its folder (it needs Java 17)",
        "kafka" or "java" or "javac" when OnPath("java") is null => "no java: apt-get install default-jdk-headless",
        "javac" when OnPath("javac") is null => "no javac: apt-get install default-jdk-headless",
        "kafka" or "java" or "javac" => null,
        "edgelog" => PublishedGateway is null ? "no published gateway: run deploy/publish" : null,
        "kafka-python" => PythonModule("kafka") ? null : "no kafka-python: apt-get install python3-kafka",
        "paho" => PythonModule("paho") ? null : "no paho: apt-get install python3-paho-mqtt",
        "mosquitto_pub" or "mosquitto_sub" when OnPath(name) is null => $"no {name}: apt-get install mosquitto-clients",
        _ => OnPath(name) is null ? $"no {name}: apt-get install {name}" : null,
    };

    /// <summary>An unpacked Apache Kafka, from <c>KAFKA_HOME</c> or beside the repository; or null.</summary>
    public static string? KafkaHome { get; } = FindKafka();

    /// <summary>The repository's root folder.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The executable that <c>deploy/publish</c> made for this machine, or null.</summary>
    public static string? PublishedGateway { get; } = FindPublishedGateway();

    /// <summary>The fleet of pretend devices, as the solution's build made it last.</summary>
    public static string Simulator => Directory
        .EnumerateFiles(
            Path.Combine(RepositoryRoot, "devices", "EdgeLog.Simulator", "bin"),
            "edgelog-simulator",
            SearchOption.AllDirectories)
        .MaxBy(File.GetLastWriteTimeUtc) ?? throw new InvalidOperationException("build EdgeLog.sln first");

    /// <summary>The Python that Debian's modules belong to.</summary>
    public static string Python => "/usr/bin/python3";

    /// <summary>The full path of a program on the search path, or null.</summary>
    public static string? OnPath(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string? FindPublishedGateway()
    {
        string folder = Path.Combine(FindRepositoryRoot(), "deploy", "out", RuntimeInformation.RuntimeIdentifier);
        string executable = Path.Combine(folder, "edgelog");
        return File.Exists(executable) ? executable : null;
    }

    private static bool PythonModule(string module) => Directory.Exists($"/usr/lib/python3/dist-packages/{module}");

    private static string? FindKafka()
    {
        string[] candidates =
        [
            Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "",
            Path.Combine(FindRepositoryRoot(), "..", "shared", "kafka"),
        ];
        return candidates
            .Where(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "bin", "cluster.sh")))
            .Select(Path.GetFullPath)
            .FirstOrDefault();
    }

    private static string FindRepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgeLog.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("EdgeLog.sln was not found above the tests");
    }
}
