namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class ErrorCodesTests
{
    [Theory]
    [InlineData(ErrorCode.NotLeaderOrFollower, true, true)]
    [InlineData(ErrorCode.RequestTimedOut, true, false)]
    [InlineData(ErrorCode.MessageTooLarge, false, false)]
    [InlineData(ErrorCode.None, false, false)]
    [InlineData(ErrorCode.UnknownServerError, false, false)]
    [InlineData(ErrorCode.UnknownTopicId, true, true)]
    public void Errors_say_what_a_client_does_about_them(ErrorCode error, bool retriable, bool refreshes)
    {
        Assert.Equal(retriable, ErrorCodes.IsRetriable(error));
        Assert.Equal(refreshes, ErrorCodes.RefreshesMetadata(error));
    }

    [Fact]
    public void Codes_are_those_of_Kafka()
    {
        Assert.Equal(-1, (short)ErrorCode.UnknownServerError);
        Assert.Equal(35, (short)ErrorCode.UnsupportedVersion);
        Assert.Equal(87, (short)ErrorCode.InvalidRecord);
        Assert.Equal(136, (short)ErrorCode.ControllerIdNotRegistered);
        Assert.Equal(138, Enum.GetValues<ErrorCode>().Length);
    }
}
