using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeLog.Testing.Peers;

/// <summary>A real program under a test's control. Disposing kills it and all it started.</summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(string Text, TaskCompletionSource<string> Found)> _awaited = [];
    private readonly Lock _lock = new();

    private RunningProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Collect(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Collect(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    public string Errors
    {
        get
        {
            lock (_lock)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts a program with its output collected line by line.</summary>
    public static RunningProgram Start(string program, params IEnumerable<string> arguments) =>
        StartIn(Environment.CurrentDirectory, new Dictionary<string, string>(), program, arguments);

    /// <summary>The same, in a folder, with environment variables added.</summary>
    public static RunningProgram StartIn(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string program,
        params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(start);
    }

    /// <summary>Runs a program to its end, with <paramref name="input"/> on its standard input.</summary>
    public static async Task<ProgramResult> RunAsync(string input, string program, params IEnumerable<string> arguments)
    {
        await using RunningProgram running = Start(program, arguments);
        await running.SendAsync(input);
        running.CloseInput();
        return await running.WaitForExitAsync();
    }

    public async Task SendAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells the test why.
        }
    }

    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // As above: buffered input that nobody reads any more.
        }
    }

    /// <summary>Waits, ten minutes at most, for the program's end.</summary>
    public async Task<ProgramResult> WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} still runs\n{Output}\n{Errors}");
        }

        return new ProgramResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Waits, a minute at most, for a line that contains <paramref name="text"/>, and returns it.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        Task<string> found = Await(text);
        Task ended = await Task.WhenAny(found, _process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(1));
        if (ended != found)
        {
            throw new InvalidOperationException(
                $"ended with {_process.ExitCode} before printing '{text}'\n{Output}\n{Errors}");
        }

        return await found;
    }

    /// <summary>Sends a signal: 9 kills as a power cut would, 15 asks to stop, 1 asks to reload.</summary>
    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    private Task<string> Await(string text)
    {
        lock (_lock)
        {
            string? already = $"{_output}{_errors}".Split('\n')
                .FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (already is not null)
            {
                found.SetResult(already);
            }
            else
            {
                _awaited.Add((text, found));
            }

            return found.Task;
        }
    }

    private void Collect(StringBuilder collected, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            collected.Append(line).Append('\n');
            _awaited.RemoveAll(awaited =>
                line.Contains(awaited.Text, StringComparison.Ordinal) && awaited.Found.TrySetResult(line));
        }
    }
}
