using System.Text;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("", 275646681)]
    [InlineData("21", -973932308)]
    [InlineData("abc", 479470107)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    public void The_vectors_of_kafkas_own_test_hold(string key, int expected) =>
        Assert.Equal(expected, Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_partition_is_the_hash_without_its_sign_modulo_the_partitions() =>
        Assert.Equal((-973932308 & int.MaxValue) % 12, Murmur2.PartitionFor("21"u8, 12));
}
