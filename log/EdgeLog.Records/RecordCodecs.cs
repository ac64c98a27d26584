using System.Runtime.InteropServices;
using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Which codecs work on this system: gzip and snappy always; lz4 and zstd through the system's libraries, which the
/// distribution keeps patched.
/// </summary>
public static class RecordCodecs
{
    private static readonly Lazy<string?> Lz4Problem =
        new(() => Probe("lz4", Lz4Library.Name, "liblz4-1"));

    private static readonly Lazy<string?> ZstdProblem =
        new(() => Probe("zstd", ZstdLibrary.Name, "libzstd1"));

    /// <summary>
    /// Why <paramref name="codec"/> does not work here and what to do, as a sentence for the operator; null where it
    /// works.
    /// </summary>
    public static string? ProblemWith(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Lz4 => Lz4Problem.Value,
        CompressionCodec.Zstd => ZstdProblem.Value,
        _ => null,
    };

    /// <summary>
    /// Throws <see cref="CodecUnavailableException"/> where <paramref name="codec"/> does not work here.
    /// </summary>
    public static void Require(CompressionCodec codec)
    {
        if (ProblemWith(codec) is { } problem)
        {
            throw new CodecUnavailableException(problem);
        }
    }

    /// <summary>Looks for a library; a sentence where it is missing.</summary>
    internal static string? Probe(string codec, string library, string package) =>
        NativeLibrary.TryLoad(library, out _)
            ? null
            : $"Records compressed with {codec} need {library}, which is not installed: install the package {package} "
                + $"(apt-get install {package}) and restart, or choose another compression.type.";
}
