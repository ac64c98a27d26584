using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary>The frame functions of the system's LZ4 library (lz4frame.h, stable since 1.8).</summary>
internal static unsafe partial class Lz4Library
{
    public const string Name = "liblz4.so.1";

    /// <summary>LZ4F_VERSION.</summary>
    public const uint Version = 100;

    [LibraryImport(Name, EntryPoint = "LZ4F_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Name, EntryPoint = "LZ4F_compressFrameBound")]
    public static partial nuint CompressFrameBound(nuint sourceSize, in Lz4Preferences preferences);

    [LibraryImport(Name, EntryPoint = "LZ4F_compressFrame")]
    public static partial nuint CompressFrame(
        byte* destination, nuint capacity, byte* source, nuint sourceSize, in Lz4Preferences preferences);

    [LibraryImport(Name, EntryPoint = "LZ4F_createDecompressionContext")]
    public static partial nuint CreateDecompressionContext(out nint context, uint version);

    [LibraryImport(Name, EntryPoint = "LZ4F_freeDecompressionContext")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Name, EntryPoint = "LZ4F_decompress")]
    public static partial nuint Decompress(
        Lz4DecompressionHandle context,
        byte* destination,
        ref nuint destinationSize,
        byte* source,
        ref nuint sourceSize,
        nint options);
}
