using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary><c>LZ4F_preferences_t</c> of lz4frame.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Lz4Preferences
{
    public int BlockSizeId;
    public int BlockMode;
    public int ContentChecksum;
    public int FrameType;
    public ulong ContentSize;
    public uint DictionaryId;
    public int BlockChecksum;
    public int CompressionLevel;
    public uint AutoFlush;
    public uint FavorDecompressionSpeed;
    public uint Reserved0;
    public uint Reserved1;
    public uint Reserved2;

    /// <summary>What Java's clients write and all they read: independent blocks of 64 KiB, no checksums.</summary>
    public static Lz4Preferences AsJava => new() { BlockSizeId = 4, BlockMode = 1 };
}
