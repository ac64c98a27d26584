using System.Text;
using EdgeLog.Network.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeLog.Network.Tests.Security;

public sealed class AccessListTests
{
    private static readonly AccessRule[] Rules =
    [
        Allow("plc-7", AccessOperations.Publish, ResourceType.Mqtt, "plant/#"),
        Allow("scada", AccessOperations.Read, ResourceType.Topic, "plant.") with { Pattern = PatternType.Prefixed },
        Allow("scada", AccessOperations.Read, ResourceType.Group, "scada"),
        Allow("scada", AccessOperations.AlterConfigs, ResourceType.Topic, "*"),
        Allow("scada", AccessOperations.Subscribe, ResourceType.Mqtt, "#"),
        new AccessRule
        {
            User = AccessRule.Everyone, Verdict = AccessVerdict.Deny, Operations = AccessOperations.Subscribe,
            Resource = ResourceType.Mqtt, Name = "secret/#",
        },
        Allow(Principal.AnonymousName, AccessOperations.All, ResourceType.Any, ""),
        new AccessRule
        {
            User = "thief", Verdict = AccessVerdict.Deny, Operations = AccessOperations.All,
        },
    ];

    [Theory]
    [InlineData("plc-7", AccessOperations.Publish, ResourceType.Mqtt, "plant/1", true)]
    [InlineData("plc-7", AccessOperations.Publish, ResourceType.Mqtt, "other", false)]
    [InlineData("plc-7", AccessOperations.Subscribe, ResourceType.Mqtt, "plant/1", false)]
    [InlineData("plc-7", AccessOperations.Describe, ResourceType.Topic, "plant.1", false)]
    [InlineData("scada", AccessOperations.Read, ResourceType.Topic, "plant.1", true)]
    [InlineData("scada", AccessOperations.Describe, ResourceType.Topic, "plant.1", true)]
    [InlineData("scada", AccessOperations.Write, ResourceType.Topic, "plant.1", false)]
    [InlineData("scada", AccessOperations.Read, ResourceType.Topic, "plan", false)]
    [InlineData("scada", AccessOperations.Read, ResourceType.Group, "scada", true)]
    [InlineData("scada", AccessOperations.Read, ResourceType.Group, "scada2", false)]
    [InlineData("scada", AccessOperations.DescribeConfigs, ResourceType.Topic, "any", true)]
    [InlineData("scada", AccessOperations.Subscribe, ResourceType.Mqtt, "#", true)]
    [InlineData("scada", AccessOperations.Subscribe, ResourceType.Mqtt, "secret/1", false)]
    [InlineData("anonymous", AccessOperations.ClusterAction, ResourceType.Cluster, "", true)]
    [InlineData("anonymous", AccessOperations.Subscribe, ResourceType.Mqtt, "secret/#", false)]
    public void A_deny_beats_an_allow_and_what_matches_none_is_denied(
        string user, AccessOperations operation, ResourceType type, string name, bool expected) =>
        Assert.Equal(
            expected, new Grants(new AccessList(Rules), user).Allows(operation, type, Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Without_a_list_everything_is_allowed()
    {
        var access = Control(SecurityConfig.Open);
        Assert.True(access.AllowsPublish(Principal.Anonymous, "a"u8));
        Assert.True(access.AllowsSubscribe(Principal.Anonymous, "#"));
    }

    [Fact]
    public void A_new_list_holds_for_who_is_already_there()
    {
        var access = Control(SecurityConfig.Open);
        var principal = access.Login(PeerIdentity.Local, null, default).Principal!;
        access.Reconfigure(new SecurityConfig { Rules = [] });
        Assert.False(access.AllowsPublish(principal, "a"u8));
        Assert.Equal(1, access.Statistics.PublishesDenied);
    }

    [Fact]
    public void The_group_of_a_shared_subscription_is_not_asked_for()
    {
        var access = Control(new SecurityConfig { Rules = Rules });
        var scada = new Principal("scada", PeerIdentity.Local);
        Assert.True(access.AllowsSubscribe(scada, "$share/group/plant/#"));
        Assert.False(access.AllowsSubscribe(scada, "$share/group/secret/#"));
    }

    private static AccessRule Allow(string user, AccessOperations operations, ResourceType type, string name) => new()
    {
        User = user, Verdict = AccessVerdict.Allow, Operations = operations, Resource = type, Name = name,
    };

    private static AccessControl Control(SecurityConfig config) =>
        new(config, SecurityLimits.Default, TimeProvider.System, NullLogger.Instance);
}
