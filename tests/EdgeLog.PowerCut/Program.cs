using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeLog.PowerCut;

var directory = new Option<string>("--directory") { Required = true, Description = "State, disk, log, consoles." };
var images = new Option<string>("--images") { Required = true, Description = "Kernel, initial RAM disk, root image." };
var fileSystem = new Option<string>("--filesystem") { DefaultValueFactory = _ => "ext4" };
var control = new Option<Control>("--control") { DefaultValueFactory = _ => Control.None };
var cuts = new Option<int>("--cuts") { DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
var commit = new Option<string>("--commit") { DefaultValueFactory = _ => "?" };
var results = new Option<string?>("--results") { Description = "A file to append the result to." };
var run = new Command("run", "Runs a campaign, or goes on with the one in the directory.")
{
    directory, images, fileSystem, control, cuts, seed, commit, results,
};
run.SetAction(async parsed =>
{
    var options = new CampaignOptions
    {
        Directory = Path.GetFullPath(parsed.GetValue(directory)!),
        ImageDirectory = Path.GetFullPath(parsed.GetValue(images)!),
        FileSystem = parsed.GetValue(fileSystem)!,
        Control = parsed.GetValue(control),
        Cuts = parsed.GetValue(cuts),
        Seed = parsed.GetValue(seed),
        Commit = parsed.GetValue(commit)!,
        ResultFile = parsed.GetValue(results),
    };
    return await RunAsync(options);
});

var durability = new Option<Durability>("--durability") { DefaultValueFactory = _ => Durability.Flushed };
var config = new Command("config", "Prints the gateway's configuration.") { durability };
config.SetAction(parsed => Console.Write(new LoadPlan().ToYaml(parsed.GetValue(durability))));

return new RootCommand("Cuts a gateway's power and judges what it kept. Started by tests/powercut.") { run, config }
    .Parse(args).Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> RunAsync(CampaignOptions options)
{
    Directory.CreateDirectory(options.Directory);
    var log = new CampaignLog(Path.Combine(options.Directory, "campaign.log"));
    CampaignState? state = CampaignState.Load(options.StateFile);
    if (state is null)
    {
        state = new CampaignState
        {
            FileSystem = options.FileSystem,
            Seed = options.Seed,
            Commit = options.Commit,
        };
        MakeDisk(options);
    }

    log.Line($"{state.FileSystem}, control {options.Control}, seed {state.Seed}, commit {state.Commit}: "
        + $"{state.Cuts} of {options.Cuts} cuts made");
    using var stop = new CancellationTokenSource();
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    var campaign = new Campaign(options with { Seed = state.Seed }, state, log);
    bool isKept = await campaign.RunAsync(stop.Token);
    string summary = campaign.Summary();
    log.Line(summary);
    if (stop.IsCancellationRequested)
    {
        return 3;
    }

    if (options.ResultFile is { } file)
    {
        File.AppendAllText(file, summary + "\n");
    }

    bool hasLost = state.Findings.Any(finding => finding.Kind == FindingKind.Lost);
    return (options.Control == Control.None ? isKept : hasLost) ? 0 : 1;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        log.Line("stopping after this cut");
        stop.Cancel();
    }
}

static void MakeDisk(CampaignOptions options)
{
    File.Delete(options.DiskFile);
    using (FileStream disk = File.Create(options.DiskFile))
    {
        disk.SetLength(options.DiskBytes);
    }

    using Process make = Process.Start(new ProcessStartInfo($"mkfs.{options.FileSystem}", [options.DiskFile])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
    string output = make.StandardOutput.ReadToEnd() + make.StandardError.ReadToEnd();
    make.WaitForExit();
    if (make.ExitCode != 0)
    {
        throw new IOException($"mkfs.{options.FileSystem} ended with {make.ExitCode}: {output}");
    }
}
