using System.Text;
using EdgeLog.Network.Security;
using Xunit;

namespace EdgeLog.Network.Tests.Security;

public sealed class ScramVerifierTests
{
    // The exchange of RFC 7677, section 3: user, pencil. Its keys were computed from the salt and rounds given there.
    private const string Rfc7677 =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    [Fact]
    public void The_verifier_of_the_standards_example_knows_its_password()
    {
        var verifier = ScramVerifier.TryParse(Rfc7677)!;
        Assert.True(verifier.Verify("pencil"u8));
        Assert.False(verifier.Verify("pen"u8));
        Assert.Equal(Rfc7677, verifier.ToString());
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var mechanism in new[] { ScramMechanism.Sha256, ScramMechanism.Sha512 })
        {
            var written = ScramVerifier.Create(mechanism, "geheim"u8, ScramVerifier.IterationsMin).ToString();
            Assert.True(ScramVerifier.TryParse(written)!.Verify("geheim"u8));
            Assert.NotEqual(
                written, ScramVerifier.Create(mechanism, "geheim"u8, ScramVerifier.IterationsMin).ToString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("SCRAM-SHA-1$4096:W22ZaJ0SNY7soEsUEjb6gQ==$AA==:AA==")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$AA==:AA==")]
    [InlineData("SCRAM-SHA-256$1:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    public void What_is_no_verifier_is_not_read(string text) => Assert.Null(ScramVerifier.TryParse(text));

    [Fact]
    public void A_credential_of_two_hashes_serves_both_mechanisms_and_plain_passwords()
    {
        var password = Encoding.UTF8.GetBytes("geheim");
        var text = $"{ScramVerifier.Create(ScramMechanism.Sha256, password, 4_096)} "
            + ScramVerifier.Create(ScramMechanism.Sha512, password, 4_096);
        var credential = UserCredential.TryParseHashes(text)!;
        Assert.True(credential.Verify(password));
        Assert.True(credential.Verify(password));
        Assert.False(credential.Verify("x"u8));
        Assert.NotNull(credential.VerifierFor(ScramMechanism.Sha512));
        Assert.Null(UserCredential.TryParseHashes("geheim"));
    }
}
