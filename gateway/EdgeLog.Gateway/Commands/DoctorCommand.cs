using System.CommandLine;
using System.Text.Json;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Commands;

/// <summary><c>edgelog doctor</c>: what is out of the ordinary in the data directory; changes nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new GatewayCommand(
            "doctor", "What is damaged in the data directory of the running gateway; changes nothing",
            "edgelog doctor\nedgelog doctor --json");
        var options = new GatewayOptions().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = options.Connect(parsed);
            var reply = await client.GetAsync("/doctor", AdminJson.Default.DoctorReply, cancellation);
            if (parsed.GetValue(options.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(reply, AdminJson.Default.DoctorReply));
            }
            else
            {
                Print(reply);
            }

            return reply.Damaged.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(DoctorReply reply)
    {
        Console.WriteLine($"data      {reply.Directory}");
        Console.WriteLine($"start     {(reply.WasClean ? "after a clean stop" : "recovered after an unclean stop")}");
        foreach (var finding in reply.Findings)
        {
            Console.WriteLine($"          {finding}");
        }

        Console.WriteLine($"scrub     {Describe(reply.Scrub)}");
        Console.WriteLine(
            $"space     {TextTable.Number(reply.SizeBytes)} bytes of records, "
            + $"{TextTable.Number(reply.FreeBytes)} free");
        if (reply.JournalStalls > 0)
        {
            Console.WriteLine(
                $"journal   was full {TextTable.Number(reply.JournalStalls)} times: the disk does not keep up");
        }

        if (reply.Damaged.Count == 0)
        {
            Console.WriteLine("damaged   nothing that is known");
            return;
        }

        Console.WriteLine("damaged   left out by all readers, and declared: edgelog gaps");
        new TextTable("TOPIC", "PARTITION", "FIRST", "LAST", "BYTES", "FILE", "AT").Write(
            Console.Out, reply.Damaged.Select(Row));
    }

    private static string Describe(ScrubStatus scrub)
    {
        var found = $"{TextTable.Number(scrub.DamagedRanges)} damaged ranges, {TextTable.Number(scrub.BadIndexes)} bad "
            + "indexes found";
        return scrub switch
        {
            { File: not null } =>
                $"{scrub.SegmentsDone} of {scrub.Segments} segments looked at, now {scrub.File}; {found}",
            { LastPassEnded: { } ended } =>
                $"all {scrub.Segments} segments looked at {ended:yyyy-MM-dd HH:mm'Z'}; {found}",
            _ => "begins soon after the start",
        };
    }

    private static string[] Row(DamagedRange range) =>
    [
        range.Topic, TextTable.Number(range.Partition), TextTable.Number(range.FirstOffset),
        TextTable.Number(range.LastOffset), TextTable.Number(range.SizeBytes), Path.GetFileName(range.File),
        TextTable.Number(range.Position),
    ];
}
