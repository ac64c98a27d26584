using System.Runtime.InteropServices;

namespace EdgeLog.Storage;

/// <summary>
/// Runs work on a thread of its own that the system serves last: whoever wants a core or the disk goes first.
/// </summary>
internal static partial class LowPriorityThread
{
    private const int OneThread = 0;
    private const int Nice = 15;
    private const int IoPriorityOfProcess = 1;

    /// <summary>Best effort, the last of its eight levels: idle could starve on a disk that is never idle.</summary>
    private const int LastOfBestEffort = (2 << 13) | 7;

    /// <summary>Completes when <paramref name="work"/> has ended, with its exception where it threw one.</summary>
    public static Task RunAsync(string name, Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(work, done)) { Name = name, IsBackground = true };
        thread.Start();
        return done.Task;
    }

    private static void Run(Action work, TaskCompletionSource done)
    {
        try
        {
            Lower();
            work();
            done.SetResult();
        }
        catch (OperationCanceledException exception)
        {
            done.SetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    /// <summary>Lowers the calling thread; where the system refuses, it goes on as it is.</summary>
    private static void Lower()
    {
        _ = SetPriority(OneThread, 0, Nice);
        int call = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 251,
            Architecture.Arm64 => 30,
            Architecture.Arm => 314,
            _ => 0,
        };
        if (call != 0)
        {
            _ = SystemCall(call, IoPriorityOfProcess, 0, LastOfBestEffort);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint which, nint who, nint priority);
}
