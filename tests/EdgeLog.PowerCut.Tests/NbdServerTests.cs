using System.Buffers.Binary;
using System.Net.Sockets;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.PowerCut.Tests;

/// <summary>NBD as QEMU speaks it: haggling, then requests, with bytes written out here.</summary>
public sealed class NbdServerTests : IAsyncLifetime, IAsyncDisposable
{
    private const int SizeBytes = 1 << 20;
    private const ushort Fua = 1;

    private readonly TemporaryDirectory _directory = new();
    private readonly VolatileDisk _disk;
    private readonly NbdServer _server;
    private NetworkStream _stream = null!;

    public NbdServerTests()
    {
        File.WriteAllBytes(_directory["disk.img"], new byte[SizeBytes]);
        _disk = new VolatileDisk(_directory["disk.img"]);
        _server = new NbdServer(_disk, _directory["disk.sock"]);
    }

    public Task InitializeAsync() => ConnectAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _server.DisposeAsync();
        _disk.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_export_has_the_disk_s_size_and_says_that_it_can_flush()
    {
        byte[] reply = await OptionAsync(7, [0, 0, 0, 4, .. "data"u8, 0, 0]);

        Assert.Equal(3u, BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(12)));
        Assert.Equal(SizeBytes, BinaryPrimitives.ReadInt64BigEndian(reply.AsSpan(22)));
        Assert.Equal(0b1101, BinaryPrimitives.ReadUInt16BigEndian(reply.AsSpan(30)));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32BigEndian((await ReadAsync(20)).AsSpan(12)));
    }

    [Fact]
    public async Task An_option_that_is_not_known_is_refused_and_haggling_goes_on()
    {
        byte[] refused = await OptionAsync(8, []);
        await GoAsync();

        Assert.Equal(0x80000001u, BinaryPrimitives.ReadUInt32BigEndian(refused.AsSpan(12)));
    }

    [Fact]
    public async Task Written_bytes_are_read_and_a_cut_takes_back_those_behind_the_last_flush()
    {
        await GoAsync();
        await WriteAsync(0, [1, 2, 3, 4], 0);
        await RequestAsync(3, 0, 0, 0, []);
        await ReplyAsync(0);
        await WriteAsync(2, [5, 6], 0);
        await WriteAsync(8192, [7, 8], Fua);

        await RequestAsync(0, 0, 0, 4, []);
        await ReplyAsync(0);
        Assert.Equal([1, 2, 5, 6], await ReadAsync(4));

        _disk.Cut(CutMode.Drop, new Random(1));
        await RequestAsync(0, 0, 0, 4, []);
        await ReplyAsync(0);
        Assert.Equal([1, 2, 3, 4], await ReadAsync(4));
        await RequestAsync(0, 0, 8192, 2, []);
        await ReplyAsync(0);
        Assert.Equal([7, 8], await ReadAsync(2));
    }

    [Fact]
    public async Task A_request_beyond_the_end_is_an_error_and_the_connection_goes_on()
    {
        await GoAsync();

        await RequestAsync(1, 0, SizeBytes - 1, 2, [1, 2]);
        await ReplyAsync(22);
        await WriteAsync(SizeBytes - 2, [1, 2], 0);
    }

    [Fact]
    public async Task The_next_machine_is_served_when_the_one_before_was_killed()
    {
        await GoAsync();
        await WriteAsync(0, [1], 0);
        await _stream.DisposeAsync();

        await ConnectAsync();
        await GoAsync();
        await RequestAsync(0, 0, 0, 1, []);
        await ReplyAsync(0);

        Assert.Equal([1], await ReadAsync(1));
    }

    private async Task ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_directory["disk.sock"]));
        _stream = new NetworkStream(socket, ownsSocket: true);
        byte[] greeting = await ReadAsync(18);
        Assert.Equal("NBDMAGICIHAVEOPT"u8, greeting.AsSpan(0, 16));
        await _stream.WriteAsync(new byte[] { 0, 0, 0, 3 });
    }

    private async Task GoAsync()
    {
        await OptionAsync(7, [0, 0, 0, 0, 0, 0]);
        await ReadAsync(20);
    }

    private async Task<byte[]> OptionAsync(int option, byte[] data)
    {
        await _stream.WriteAsync(
            (byte[])[.. "IHAVEOPT"u8, 0, 0, 0, (byte)option, 0, 0, 0, (byte)data.Length, .. data]);
        byte[] header = await ReadAsync(20);
        return [.. header, .. await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)))];
    }

    private async Task WriteAsync(long offset, byte[] data, ushort flags)
    {
        await RequestAsync(1, flags, offset, data.Length, data);
        await ReplyAsync(0);
    }

    private async Task RequestAsync(ushort command, ushort flags, long offset, int length, byte[] data)
    {
        byte[] request = new byte[28 + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(request, 0x25609513);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(4), flags);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(6), command);
        BinaryPrimitives.WriteUInt64BigEndian(request.AsSpan(8), 77);
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(16), offset);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(24), length);
        data.CopyTo(request, 28);
        await _stream.WriteAsync(request);
    }

    private async Task ReplyAsync(uint error)
    {
        byte[] reply = await ReadAsync(16);
        Assert.Equal(0x67446698u, BinaryPrimitives.ReadUInt32BigEndian(reply));
        Assert.Equal(error, BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(4)));
        Assert.Equal(77u, BinaryPrimitives.ReadUInt64BigEndian(reply.AsSpan(8)));
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
