using System.Net;
using System.Text;
using EdgeLog.Network.Security;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeLog.Network.Tests.Security;

public sealed class LoginTests
{
    private static readonly PeerIdentity Stranger = new() { Address = IPAddress.Parse("10.0.0.1") };
    private static readonly byte[] Right = Encoding.UTF8.GetBytes("open sesame");
    private static readonly byte[] Wrong = Encoding.UTF8.GetBytes("sesame");

    private readonly FakeTime _time = new();
    private readonly AccessControl _access;

    public LoginTests() => _access = new AccessControl(
        Users(UserCredential.OfPassword("open sesame")), SecurityLimits.Default, _time, NullLogger.Instance);

    [Fact]
    public void The_right_password_lets_in_and_a_wrong_one_does_not()
    {
        Assert.Equal("ali", _access.Login(Stranger, "ali", Right).Principal!.Name);
        Assert.Equal(LoginError.BadCredentials, _access.Login(Stranger, "ali", Wrong).Error);
        Assert.Equal(LoginError.BadCredentials, _access.Login(Stranger, "baba", Right).Error);
        Assert.Equal(LoginError.NotAuthorized, _access.Login(Stranger, null, default).Error);
        Assert.Equal(1, _access.Statistics.LoginsAccepted);
        Assert.Equal(3, _access.Statistics.LoginsRefused);
    }

    [Fact]
    public void Where_anyone_may_come_a_name_is_still_to_be_proved()
    {
        Assert.True(_access.Login(PeerIdentity.Local, null, default).Principal!.IsAnonymous);
        Assert.Equal(LoginError.BadCredentials, _access.Login(PeerIdentity.Local, "ali", Wrong).Error);
    }

    [Fact]
    public void A_name_says_nothing_where_nobody_has_a_password()
    {
        _access.Reconfigure(SecurityConfig.Open);
        Assert.True(_access.Login(PeerIdentity.Local, "ali", Wrong).Principal!.IsAnonymous);
    }

    [Fact]
    public void Failures_are_slowed_down_by_address_and_user_and_forgotten()
    {
        for (var i = 0; i < SecurityLimits.Default.FreeFailures; i++)
        {
            Assert.Equal(LoginError.BadCredentials, _access.Login(Stranger, "ali", Wrong).Error);
        }

        Assert.Equal(LoginError.TooManyFailures, _access.Login(Stranger, "ali", Right).Error);
        var elsewhere = Stranger with { Address = IPAddress.Parse("10.0.0.2") };
        Assert.NotNull(_access.Login(elsewhere, "ali", Right).Principal);

        _time.Advance(SecurityLimits.Default.FirstPenalty);
        Assert.Equal(LoginError.BadCredentials, _access.Login(Stranger, "ali", Wrong).Error);
        _time.Advance(SecurityLimits.Default.FirstPenalty);
        Assert.Equal(LoginError.TooManyFailures, _access.Login(Stranger, "ali", Right).Error);
        _time.Advance(SecurityLimits.Default.FirstPenalty);
        Assert.NotNull(_access.Login(Stranger, "ali", Right).Principal);
        Assert.Equal(LoginError.BadCredentials, _access.Login(Stranger, "ali", Wrong).Error);
        Assert.Equal(2, _access.Statistics.LoginsThrottled);
    }

    [Fact]
    public void An_address_that_tries_many_names_is_slowed_down_and_one_failing_device_is_not()
    {
        var failures = new FailedLogins(SecurityLimits.Default, _time);
        var address = IPAddress.Parse("2001:db8::1");
        for (var i = 0; i < 1_000; i++)
        {
            failures.Add(address, "broken");
        }

        Assert.True(failures.IsPenalized(address, "broken"));
        Assert.False(failures.IsPenalized(address, "ali"));
        for (var i = 0; i < SecurityLimits.Default.FreeUsersPerAddress; i++)
        {
            failures.Add(address, $"name {i}");
        }

        Assert.True(failures.IsPenalized(IPAddress.Parse("2001:db8::2"), "ali"));
        Assert.False(failures.IsPenalized(IPAddress.Parse("2001:db8:0:1::2"), "ali"));
    }

    [Fact]
    public void The_table_of_failures_is_bounded()
    {
        var failures = new FailedLogins(new SecurityLimits { RememberedMax = 10, FreeFailures = 1 }, _time);
        for (var i = 0; i < 1_000; i++)
        {
            failures.Add(new IPAddress(i), "x");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.True(failures.IsPenalized(new IPAddress(999), "x"));
        Assert.False(failures.IsPenalized(new IPAddress(1), "x"));
    }

    [Fact]
    public void A_changed_password_or_a_removed_user_is_no_longer_welcome()
    {
        var ali = _access.Login(Stranger, "ali", Right).Principal!;
        _access.Reconfigure(Users(UserCredential.OfPassword("open sesame")));
        Assert.True(_access.IsWelcome(ali));
        _access.Reconfigure(Users(UserCredential.OfPassword("other")));
        Assert.False(_access.IsWelcome(ali));
        _access.Reconfigure(SecurityConfig.Open);
        Assert.False(_access.IsWelcome(ali));
    }

    [Fact]
    public void Who_is_denied_everything_is_not_let_in()
    {
        var ali = _access.Login(Stranger, "ali", Right).Principal!;
        var ban = new AccessRule
        {
            User = "ali", Verdict = AccessVerdict.Deny, Operations = AccessOperations.All,
        };
        _access.Reconfigure(Users(UserCredential.OfPassword("open sesame")) with { Rules = [ban] });
        Assert.False(_access.IsWelcome(ali));
        Assert.Equal(LoginError.NotAuthorized, _access.Login(Stranger, "ali", Right).Error);
    }

    private static SecurityConfig Users(UserCredential ali) => new() { Users = [new UserConfig("ali", ali)] };
}
