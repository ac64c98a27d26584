using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Tests;

public sealed class DispatcherTests
{
    [Fact]
    public void Everything_told_but_the_oldest_produce_can_be_decoded()
    {
        foreach (var range in RequestDispatcher.Advertised.Where(range => range.Key != ApiKey.Produce))
        {
            var known = MessageVersions.Known(range.Key);
            Assert.True(known.Contains(range.Min) && known.Contains(range.Max), $"{range}");
        }
    }
}
