using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeLog.Gateway.Admin;

namespace EdgeLog.Gateway.Client;

/// <summary>
/// Talks to a running gateway: HTTP over the Unix socket in its data directory, or to an address. Owned by one command.
/// </summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _where;

    private GatewayClient(HttpClient http, string where)
    {
        _http = http;
        _http.Timeout = Timeout.InfiniteTimeSpan;
        _where = where;
    }

    /// <summary>The gateway whose data directory this is.</summary>
    public static GatewayClient ToDirectory(string dataDirectory)
    {
        var path = AdminSocket.PathIn(dataDirectory);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new GatewayClient(new HttpClient(handler) { BaseAddress = new Uri("http://gateway") }, path);
    }

    /// <summary>The gateway at an address: what its HTTP port offers is read-only.</summary>
    public static GatewayClient ToUrl(string url) => new(new HttpClient { BaseAddress = new Uri(url) }, url);

    /// <summary>Asks for an object. Throws <see cref="CommandException"/> with what the gateway says.</summary>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return await ReadAsync(response, type, cancellation);
    }

    /// <summary>Sends an object and reads another.</summary>
    public async Task<TReply> PostAsync<TRequest, TReply>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType,
        CancellationToken cancellation)
    {
        using var content = JsonContent.Create(request, requestType);
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await SendAsync(message, cancellation);
        return await ReadAsync(response, replyType, cancellation);
    }

    /// <summary>Sends bytes and reads an object.</summary>
    public async Task<T> PostAsync<T>(
        string path, HttpContent content, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await SendAsync(message, cancellation);
        return await ReadAsync(response, type, cancellation);
    }

    /// <summary>Deletes something.</summary>
    public async Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, path);
        using var response = await SendAsync(message, cancellation);
        return await ReadAsync(response, type, cancellation);
    }

    /// <summary>A reply as it comes, without end perhaps.</summary>
    public async Task<HttpResponseMessage> StreamAsync(string path, CancellationToken cancellation) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException(
                $"no gateway answers at {_where}: {(exception.InnerException ?? exception).Message.TrimEnd('.')}. "
                + "Start it with: edgelog run. If it runs elsewhere: --data DIR or --url URL",
                exception);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return response;
        }

        using (response)
        {
            throw new CommandException(await ErrorOfAsync(response, cancellation))
            {
                ExitCode = response.StatusCode == HttpStatusCode.UnprocessableEntity
                    ? ExitCodes.Config
                    : ExitCodes.Failed,
            };
        }
    }

    private static async Task<string> ErrorOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            return JsonSerializer.Deserialize(text, AdminJson.Default.ErrorReply)?.Error ?? text;
        }
        catch (JsonException)
        {
            return $"the gateway answered {(int)response.StatusCode}: {text}";
        }
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await response.Content.ReadFromJsonAsync(type, cancellation)
        ?? throw new CommandException("the gateway answered nothing");
}
