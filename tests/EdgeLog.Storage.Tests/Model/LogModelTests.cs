using Xunit.Abstractions;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// Random work against a model that knows what must survive it; <c>tests/model</c> does many more runs.
/// </summary>
public sealed class LogModelTests(ITestOutputHelper output)
{
    private const int Runs = 200;
    private const long FirstSeed = 20_261_121;

    [Fact]
    public void The_log_keeps_every_promise_through_faults_stops_kills_and_power_cuts()
    {
        var campaign = ModelCampaign.FromEnvironment(Runs, FirstSeed);
        campaign.Run();
        output.WriteLine(campaign.Summary);
        Assert.True(campaign.Failure is null, campaign.Failure);
    }
}
