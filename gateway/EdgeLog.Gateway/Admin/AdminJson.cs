using System.Text.Json.Serialization;
using EdgeLog.Bridge;
using EdgeLog.Devices;
using EdgeLog.Gateway.Health;
using EdgeLog.Gateway.Status;
using EdgeLog.Mqtt;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>Every object that crosses the admin API, source-generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(LowerCaseNames<HealthState>), typeof(LowerCaseNames<MirrorState>),
        typeof(LowerCaseNames<RouteTestOutcome>),
        typeof(LowerCaseNames<SensorQuality>), typeof(LowerCaseNames<GapReason>),
    ])]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(DoneReply))]
[JsonSerializable(typeof(TopicView))]
[JsonSerializable(typeof(IReadOnlyList<TopicView>))]
[JsonSerializable(typeof(TopicChange))]
[JsonSerializable(typeof(ProduceReply))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(RouteTestRequest))]
[JsonSerializable(typeof(RouteTestReply))]
[JsonSerializable(typeof(BackwardTestRequest))]
[JsonSerializable(typeof(BackwardTestReply))]
[JsonSerializable(typeof(IReadOnlyList<ReadingView>))]
[JsonSerializable(typeof(IReadOnlyList<MirrorTestStep>))]
[JsonSerializable(typeof(IReadOnlyList<MirrorView>))]
[JsonSerializable(typeof(IReadOnlyList<DeviceView>))]
[JsonSerializable(typeof(ConnectorView))]
[JsonSerializable(typeof(IReadOnlyList<ConnectorView>))]
[JsonSerializable(typeof(GapsReply))]
[JsonSerializable(typeof(DoctorReply))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanReply))]
[JsonSerializable(typeof(IReadOnlyList<SettingView>))]
internal sealed partial class AdminJson : JsonSerializerContext;
