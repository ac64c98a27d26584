using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary>The one-call functions of the system's Zstandard library (zstd.h, stable since 1.3).</summary>
internal static unsafe partial class ZstdLibrary
{
    public const string Name = "libzstd.so.1";

    /// <summary>
    /// What <see cref="Decompress"/> returns where the destination is too small: the negated error code 70.
    /// </summary>
    public static readonly nuint DestinationTooSmall = unchecked((nuint)(-70));

    [LibraryImport(Name, EntryPoint = "ZSTD_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Name, EntryPoint = "ZSTD_compressBound")]
    public static partial nuint CompressBound(nuint sourceSize);

    [LibraryImport(Name, EntryPoint = "ZSTD_createCCtx")]
    public static partial nint CreateCompressionContext();

    [LibraryImport(Name, EntryPoint = "ZSTD_freeCCtx")]
    public static partial nuint FreeCompressionContext(nint context);

    [LibraryImport(Name, EntryPoint = "ZSTD_compressCCtx")]
    public static partial nuint Compress(
        ZstdCompressionHandle context, byte* destination, nuint capacity, byte* source, nuint sourceSize, int level);

    [LibraryImport(Name, EntryPoint = "ZSTD_createDCtx")]
    public static partial nint CreateDecompressionContext();

    [LibraryImport(Name, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Name, EntryPoint = "ZSTD_decompressDCtx")]
    public static partial nuint Decompress(
        ZstdDecompressionHandle context, byte* destination, nuint capacity, byte* source, nuint sourceSize);
}
