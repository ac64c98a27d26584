using System.CommandLine;
using EdgeLog.Simulator;

var defaults = new SimulatorOptions();
var host = new Option<string>("--host")
{
    Description = "The broker's host.",
    DefaultValueFactory = _ => defaults.Host,
};
var port = new Option<int>("--port") { Description = "The broker's port.", DefaultValueFactory = _ => defaults.Port };
var clients = new Option<int>("--clients") { Description = "Devices.", DefaultValueFactory = _ => defaults.Clients };
var messages = new Option<long>("--messages")
{
    Description = "Messages in all.",
    DefaultValueFactory = _ => defaults.Messages,
};
var rate = new Option<double>("--rate") { Description = "Messages per second in all; 0: as fast as acknowledged." };
var payload = new Option<int>("--payload-bytes")
{
    Description = "Payload size.",
    DefaultValueFactory = _ => defaults.PayloadBytes,
};
var inFlight = new Option<int>("--in-flight")
{
    Description = "Unacknowledged messages per device.",
    DefaultValueFactory = _ => defaults.InFlight,
};
var qos = new Option<int>("--qos") { Description = "0 or 1.", DefaultValueFactory = _ => defaults.Qos };
var topic = new Option<string>("--topic")
{
    Description = "The MQTT topic; {client} is the device's number.",
    DefaultValueFactory = _ => defaults.Topic,
};
var sequence = new Option<bool>("--sequence") { Description = "Begin payloads with device and sequence number." };
var resume = new Option<bool>("--resume") { Description = "Reconnect and send again what was not acknowledged." };
var acked = new Option<string?>("--acked") { Description = "Write acknowledged and repeated messages to this file." };

var command = new RootCommand("A fleet of pretend MQTT devices. Example: edgelog-simulator --clients 20 --rate 500")
{
    host, port, clients, messages, rate, payload, inFlight, qos, topic, sequence, resume, acked,
};
command.SetAction(parsed =>
{
    var options = new SimulatorOptions
    {
        Host = parsed.GetValue(host)!,
        Port = parsed.GetValue(port),
        Clients = parsed.GetValue(clients),
        Messages = parsed.GetValue(messages),
        Rate = parsed.GetValue(rate),
        PayloadBytes = parsed.GetValue(payload),
        InFlight = parsed.GetValue(inFlight),
        Qos = parsed.GetValue(qos),
        Topic = parsed.GetValue(topic)!,
        Sequence = parsed.GetValue(sequence),
        Resume = parsed.GetValue(resume),
        AckedFile = parsed.GetValue(acked),
    };
    try
    {
        Console.WriteLine(Fleet.Run(options));
        return 0;
    }
    catch (Exception failure) when (failure is IOException or ArgumentException)
    {
        Console.Error.WriteLine($"{options.Host}:{options.Port}: {failure.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();
