using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>
/// A disk of its own: an ext4 filesystem on a loop device, whose counters tell what reached it, metadata included.
/// </summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private const int SectorBytes = 512;
    private const int SectorsWrittenField = 6;

    private readonly string _image;
    private readonly string _device;

    private LoopDisk(string image, string device, string directory)
    {
        _image = image;
        _device = device;
        Directory = directory;
    }

    /// <summary>Where it is mounted.</summary>
    public string Directory { get; }

    public static async Task<LoopDisk> CreateAsync(long sizeBytes)
    {
        string directory = Scratch.NewDirectory();
        string image = $"{directory}.img";
        await using (FileStream file = File.Create(image))
        {
            file.SetLength(sizeBytes);
        }

        // As an image tool makes a card: nothing is left for the kernel to initialise later.
        await RunAsync("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
        string device = (await RunAsync("losetup", "--find", "--show", image)).Trim();
        await RunAsync("mount", "-o", "noatime", device, directory);
        return new LoopDisk(image, device, directory);
    }

    /// <summary>How many bytes have reached the device, after everything under way has.</summary>
    public async Task<long> ReadBytesWrittenAsync()
    {
        await RunAsync("sync", "--file-system", Directory);
        string stat = await File.ReadAllTextAsync($"/sys/block/{Path.GetFileName(_device)}/stat");
        string[] fields = stat.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(fields[SectorsWrittenField], CultureInfo.InvariantCulture) * SectorBytes;
    }

    /// <summary>Unmounts, also where a failed target still holds files open, and removes the image.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", Directory);
        await RunAsync("losetup", "--detach", _device);
        System.IO.Directory.Delete(Directory);
        File.Delete(_image);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await RunningProgram.RunAsync("", program, arguments)).Succeeded().Output;
}
