using System.Net;
using System.Net.Sockets;

namespace EdgeLog.Network.Security;

/// <summary>
/// Slows down whoever fails again and again, by address and user; and addresses that try many users. Someone else's
/// failures from elsewhere lock nobody out. A bounded table. Safe from any thread.
/// </summary>
internal sealed class FailedLogins(SecurityLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(IPAddress Address, string? User), Failure> _failures = [];

    /// <summary>Whether a login from there as that user is to be refused unseen.</summary>
    public bool IsPenalized(IPAddress? address, string user)
    {
        if (address is null)
        {
            return false;
        }

        var network = NetworkOf(address);
        lock (_lock)
        {
            return IsPenalized((network, user), limits.FreeFailures)
                || IsPenalized((network, null), limits.FreeUsersPerAddress);
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Add(IPAddress? address, string user)
    {
        if (address is null)
        {
            return;
        }

        var network = NetworkOf(address);
        lock (_lock)
        {
            // The same device that fails for ever is one user, and nobody else behind its router has to wait.
            if (Count((network, user)) == 1)
            {
                Count((network, null));
            }
        }
    }

    /// <summary>Forgets the failures of a user that has shown its password.</summary>
    public void Forget(IPAddress? address, string user)
    {
        if (address is not null)
        {
            lock (_lock)
            {
                _failures.Remove((NetworkOf(address), user));
            }
        }
    }

    // A host of IPv6 has a whole /64 to come from.
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private bool IsPenalized((IPAddress, string?) key, int free)
    {
        if (!_failures.TryGetValue(key, out var failure) || failure.Count < free)
        {
            return false;
        }

        var doublings = Math.Min(failure.Count - free, 30);
        var penalty = TimeSpan.FromTicks(Math.Min(
            limits.PenaltyMax.Ticks, limits.FirstPenalty.Ticks * (1L << doublings)));
        return time.GetElapsedTime(failure.LastAt) < penalty;
    }

    private int Count((IPAddress, string?) key)
    {
        var known = _failures.TryGetValue(key, out var failure)
            && time.GetElapsedTime(failure.LastAt) < limits.ForgetAfter;
        if (!known && _failures.Count >= limits.RememberedMax)
        {
            _failures.Remove(_failures.MinBy(pair => pair.Value.LastAt).Key);
        }

        var count = known ? failure.Count + 1 : 1;
        _failures[key] = new Failure(count, time.GetTimestamp());
        return count;
    }

    private readonly record struct Failure(int Count, long LastAt);
}
