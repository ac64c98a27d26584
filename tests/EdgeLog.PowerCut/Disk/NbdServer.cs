using System.Buffers.Binary;
using System.Net.Sockets;

namespace EdgeLog.PowerCut;

/// <summary>
/// Serves a <see cref="VolatileDisk"/> to one client after the other over a Unix socket: NBD, fixed newstyle, simple
/// replies, with FLUSH and FUA. A flush takes a random time, during which other requests are served, as on a card.
/// </summary>
internal sealed class NbdServer : IAsyncDisposable
{
    private const ulong Magic = 0x4E42444D41474943;
    private const ulong OptionMagic = 0x49484156454F5054;
    private const ulong OptionReplyMagic = 0x0003E889045565A9;
    private const uint RequestMagic = 0x25609513;
    private const uint ReplyMagic = 0x67446698;
    private const ushort FixedNewstyleWithoutZeroes = 3;
    private const ushort HasFlagsFlushAndFua = 1 | 4 | 8;
    private const ushort FuaFlag = 1;
    private const int RequestHeaderBytes = 28;
    private const int ReplyHeaderBytes = 16;
    private const int OptionBytesMax = 64 * 1024;
    private const int RequestBytesMax = 64 * 1024 * 1024;
    private const uint InvalidArgument = 22;

    private readonly VolatileDisk _disk;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public NbdServer(VolatileDisk disk, string socketPath)
    {
        _disk = disk;
        File.Delete(socketPath);
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen();
        _running = RunAsync(_stopping.Token);
    }

    /// <summary>How long a flush takes at most.</summary>
    public TimeSpan FlushMax { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using Socket socket = await _listener.AcceptAsync(cancellation);
                await using var stream = new NetworkStream(socket);
                await ServeAsync(stream, cancellation);
            }
            catch (Exception exception) when (exception is IOException or SocketException
                or OperationCanceledException or ObjectDisposedException)
            {
                // The machine was killed, or the server is being stopped.
            }
        }
    }

    private async Task ServeAsync(Stream stream, CancellationToken cancellation)
    {
        if (!await NegotiateAsync(stream, cancellation))
        {
            return;
        }

        using var sending = new SemaphoreSlim(1, 1);
        var flushes = new List<Task>();
        byte[] header = new byte[RequestHeaderBytes];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(header, cancellation);
                Request request = ReadRequest(header);
                if (request.Command == Command.Disconnect)
                {
                    return;
                }

                flushes.RemoveAll(flush => flush.IsCompleted);
                if (request.Command == Command.Flush)
                {
                    flushes.Add(FlushAsync(stream, sending, request.Handle, cancellation));
                    continue;
                }

                await TransferAsync(stream, sending, request, cancellation);
            }
        }
        finally
        {
            await Task.WhenAll(flushes).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task TransferAsync(
        Stream stream, SemaphoreSlim sending, Request request, CancellationToken cancellation)
    {
        byte[] data = new byte[request.Length];
        if (request.Command == Command.Write)
        {
            await stream.ReadExactlyAsync(data, cancellation);
        }

        bool isSound = request.Command is Command.Read or Command.Write
            && request.Offset >= 0 && request.Offset + request.Length <= _disk.SizeBytes;
        if (isSound && request.Command == Command.Read)
        {
            _disk.Read(request.Offset, data);
        }
        else if (isSound && (request.Flags & FuaFlag) != 0)
        {
            _disk.WriteThrough(request.Offset, data);
        }
        else if (isSound)
        {
            _disk.Write(request.Offset, data);
        }

        bool isAnsweredWithData = isSound && request.Command == Command.Read;
        await ReplyAsync(
            stream, sending, new Reply(isSound ? 0 : InvalidArgument, request.Handle, isAnsweredWithData ? data : []));
    }

    private async Task FlushAsync(
        Stream stream, SemaphoreSlim sending, ulong handle, CancellationToken cancellation)
    {
        VolatileDisk.FlushMark mark = _disk.BeginFlush();
        await Task.Delay(FlushMax * Random.Shared.NextDouble(), cancellation);
        _disk.CompleteFlush(mark);
        await ReplyAsync(stream, sending, new Reply(0, handle, []));
    }

    private static async Task ReplyAsync(Stream stream, SemaphoreSlim sending, Reply reply)
    {
        byte[] message = new byte[ReplyHeaderBytes + reply.Data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, ReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), reply.Error);
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(8), reply.Handle);
        reply.Data.CopyTo(message, ReplyHeaderBytes);
        await sending.WaitAsync();
        try
        {
            await stream.WriteAsync(message);
        }
        finally
        {
            sending.Release();
        }
    }

    private static Request ReadRequest(ReadOnlySpan<byte> header)
    {
        var request = new Request(
            BinaryPrimitives.ReadUInt16BigEndian(header[4..]),
            (Command)BinaryPrimitives.ReadUInt16BigEndian(header[6..]),
            BinaryPrimitives.ReadUInt64BigEndian(header[8..]),
            BinaryPrimitives.ReadInt64BigEndian(header[16..]),
            BinaryPrimitives.ReadInt32BigEndian(header[24..]));
        return BinaryPrimitives.ReadUInt32BigEndian(header) == RequestMagic
            && request.Length is >= 0 and <= RequestBytesMax
            ? request
            : throw new IOException("no NBD request");
    }

    private async Task<bool> NegotiateAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] greeting = new byte[18];
        BinaryPrimitives.WriteUInt64BigEndian(greeting, Magic);
        BinaryPrimitives.WriteUInt64BigEndian(greeting.AsSpan(8), OptionMagic);
        BinaryPrimitives.WriteUInt16BigEndian(greeting.AsSpan(16), FixedNewstyleWithoutZeroes);
        await stream.WriteAsync(greeting, cancellation);
        await stream.ReadExactlyAsync(new byte[4], cancellation);

        byte[] header = new byte[16];
        while (true)
        {
            await stream.ReadExactlyAsync(header, cancellation);
            var option = (Option)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
            int length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(12));
            if (BinaryPrimitives.ReadUInt64BigEndian(header) != OptionMagic || length is < 0 or > OptionBytesMax)
            {
                throw new IOException("no NBD option");
            }

            await stream.ReadExactlyAsync(new byte[length], cancellation);
            switch (option)
            {
                case Option.ExportName:
                    await stream.WriteAsync(ExportInfo(0), cancellation);
                    return true;
                case Option.Go or Option.Info:
                    await stream.WriteAsync(OptionReply(option, OptionReplyKind.Info, ExportInfo(2)), cancellation);
                    await stream.WriteAsync(OptionReply(option, OptionReplyKind.Acknowledged, []), cancellation);
                    if (option == Option.Go)
                    {
                        return true;
                    }

                    break;
                case Option.Abort:
                    await stream.WriteAsync(OptionReply(option, OptionReplyKind.Acknowledged, []), cancellation);
                    return false;
                default:
                    await stream.WriteAsync(OptionReply(option, OptionReplyKind.Unsupported, []), cancellation);
                    break;
            }
        }
    }

    /// <summary>Size and flags, behind <paramref name="typeBytes"/> of an information type, which is 0.</summary>
    private byte[] ExportInfo(int typeBytes)
    {
        byte[] info = new byte[typeBytes + 10];
        BinaryPrimitives.WriteInt64BigEndian(info.AsSpan(typeBytes), _disk.SizeBytes);
        BinaryPrimitives.WriteUInt16BigEndian(info.AsSpan(typeBytes + 8), HasFlagsFlushAndFua);
        return info;
    }

    private static byte[] OptionReply(Option option, OptionReplyKind kind, byte[] data)
    {
        byte[] reply = new byte[20 + data.Length];
        BinaryPrimitives.WriteUInt64BigEndian(reply, OptionReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(8), (uint)option);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(12), (uint)kind);
        BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(16), data.Length);
        data.CopyTo(reply, 20);
        return reply;
    }

    private enum Option : uint
    {
        ExportName = 1,
        Abort = 2,
        Info = 6,
        Go = 7,
    }

    private enum OptionReplyKind : uint
    {
        Acknowledged = 1,
        Info = 3,
        Unsupported = 0x80000001,
    }

    private enum Command : ushort
    {
        Read = 0,
        Write = 1,
        Disconnect = 2,
        Flush = 3,
    }

    private readonly record struct Request(ushort Flags, Command Command, ulong Handle, long Offset, int Length);

    private readonly record struct Reply(uint Error, ulong Handle, byte[] Data);
}
