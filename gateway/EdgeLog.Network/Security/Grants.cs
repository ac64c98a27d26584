using System.Text;

namespace EdgeLog.Network.Security;

/// <summary>
/// What the access list says about one user, picked out of it once. Immutable; asked for every message, it looks at
/// bytes in place and allocates nothing.
/// </summary>
internal sealed class Grants
{
    // Kafka: whoever may read, write, delete or alter a thing may know of it.
    private const AccessOperations ImplyDescribe =
        AccessOperations.Read | AccessOperations.Write | AccessOperations.Delete | AccessOperations.Alter;

    private readonly Entry[] _denied;
    private readonly Entry[] _allowed;

    public Grants(AccessList list, string user)
    {
        List = list;
        var own = list.Rules.Where(rule => rule.IsAbout(user)).ToList();
        IsBanned = own.Exists(rule => rule.IsBan);
        _denied = [.. own.Where(rule => rule.Verdict == AccessVerdict.Deny).Select(rule => new Entry(rule))];
        _allowed = [.. own.Where(rule => rule.Verdict == AccessVerdict.Allow).Select(rule => new Entry(rule))];
    }

    /// <summary>The list that this was picked from.</summary>
    public AccessList List { get; }

    /// <summary>Whether a rule shuts the user out altogether.</summary>
    public bool IsBanned { get; }

    /// <summary>Whether an operation on a thing of that name is allowed. A deny beats any allow.</summary>
    public bool Allows(AccessOperations operation, ResourceType type, ReadOnlySpan<byte> name)
    {
        foreach (var entry in _denied)
        {
            if ((entry.Operations & operation) != 0 && entry.Covers(type, name))
            {
                return false;
            }
        }

        var sufficient = Sufficient(operation);
        foreach (var entry in _allowed)
        {
            if ((entry.Operations & sufficient) != 0 && entry.Covers(type, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is allowed on anything of a type: there is an allow, and no deny of all.</summary>
    public bool AllowsSome(AccessOperations operation, ResourceType type) =>
        !Array.Exists(_denied, entry => (entry.Operations & operation) != 0 && entry.IsEverythingOf(type))
        && Array.Exists(_allowed, entry => (entry.Operations & operation) != 0 && entry.IsOf(type));

    private static AccessOperations Sufficient(AccessOperations operation) => operation switch
    {
        AccessOperations.Describe => AccessOperations.Describe | ImplyDescribe,
        AccessOperations.DescribeConfigs => AccessOperations.DescribeConfigs | AccessOperations.AlterConfigs,
        _ => operation,
    };

    private sealed class Entry(AccessRule rule)
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes(rule.Name);

        private readonly FilterPattern? _filter =
            rule.Resource == ResourceType.Mqtt ? new FilterPattern(rule.Name) : null;

        public AccessOperations Operations => rule.Operations;

        public bool IsOf(ResourceType type) => rule.Resource == ResourceType.Any || rule.Resource == type;

        public bool IsEverythingOf(ResourceType type) =>
            rule.Resource == ResourceType.Any || (rule.Resource == type && rule.Name is "*" or "#");

        public bool Covers(ResourceType type, ReadOnlySpan<byte> name) => rule.Resource switch
        {
            ResourceType.Any => true,
            _ when rule.Resource != type => false,
            ResourceType.Mqtt => _filter!.Covers(name),
            ResourceType.Cluster => true,
            _ when rule.Pattern == PatternType.Prefixed => name.StartsWith(_name),
            _ => rule.Name == "*" || name.SequenceEqual(_name),
        };
    }
}
