using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>
/// The subscriptions of all connected sessions, and the shares, by the levels of their filters. Any thread asks and
/// changes it, under one short lock; answers are remembered per topic until a subscription changes.
/// </summary>
internal sealed class SubscriptionTree(int cachedTopicsMax)
{
    private readonly Lock _lock = new();
    private readonly Node _root = new();
    private readonly Dictionary<byte[], TopicMatch> _matches = new(Utf8Comparer.Instance);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a subscription in place of the session's earlier one with the same filter.</summary>
    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            var node = NodeFor(subscription.Filter);
            _count += node.Subscriptions.RemoveAll(s => s.Session == subscription.Session) == 0 ? 1 : 0;
            node.Subscriptions.Add(subscription);
            _matches.Clear();
        }
    }

    /// <summary>Adds a share, which is not there yet.</summary>
    public void Add(SharedGroup group)
    {
        lock (_lock)
        {
            NodeFor(group.Filter).Groups.Add(group);
            _count++;
            _matches.Clear();
        }
    }

    /// <summary>Removes a share that is there.</summary>
    public void Remove(SharedGroup group)
    {
        lock (_lock)
        {
            _count -= Remove(_root, group.Filter.Levels, 0, node => node.Groups.Remove(group)) ? 1 : 0;
            _matches.Clear();
        }
    }

    /// <summary>Removes a session's subscription; false where there is none.</summary>
    public bool Remove(Session session, TopicFilter filter)
    {
        lock (_lock)
        {
            if (!Remove(_root, filter.Levels, 0, node => node.Subscriptions.RemoveAll(s => s.Session == session) > 0))
            {
                return false;
            }

            _count--;
            _matches.Clear();
            return true;
        }
    }

    /// <summary>Who wants a message of that topic; each session and each share once.</summary>
    public TopicMatch Match(ReadOnlySpan<byte> topic)
    {
        if (Count == 0)
        {
            return TopicMatch.None;
        }

        lock (_lock)
        {
            var known = _matches.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (known.TryGetValue(topic, out var match))
            {
                return match;
            }

            var nodes = new List<Node>();
            Collect(_root, Encoding.UTF8.GetString(topic).Split('/'), nodes);
            match = new TopicMatch(
                [
                    .. nodes.SelectMany(node => node.Subscriptions)
                        .GroupBy(subscription => subscription.Session)
                        .Select(own => new Subscriber(own.Key, own)),
                ],
                [.. nodes.SelectMany(node => node.Groups)]);
            if (_matches.Count >= cachedTopicsMax)
            {
                _matches.Clear();
            }

            known[topic] = match;
            return match;
        }
    }

    private static bool Remove(Node node, IReadOnlyList<string> levels, int depth, Predicate<Node> remove)
    {
        if (depth == levels.Count)
        {
            return remove(node);
        }

        if (!node.Children.TryGetValue(levels[depth], out var child) || !Remove(child, levels, depth + 1, remove))
        {
            return false;
        }

        if (child.Children.Count == 0 && child.Subscriptions.Count == 0 && child.Groups.Count == 0)
        {
            node.Children.Remove(levels[depth]);
        }

        return true;
    }

    private static void Collect(Node root, string[] levels, List<Node> found)
    {
        // Wildcards multiply the nodes to look at; a queue instead of recursion, as filters are the clients' choice.
        var open = new Queue<(Node Node, int Depth)>();
        open.Enqueue((root, 0));
        while (open.TryDequeue(out var step))
        {
            var wildcardsMatch = step.Depth > 0 || !levels[0].StartsWith('$');
            if (wildcardsMatch && step.Node.Children.TryGetValue("#", out var rest))
            {
                found.Add(rest);
            }

            if (step.Depth == levels.Length)
            {
                found.Add(step.Node);
                continue;
            }

            if (step.Node.Children.TryGetValue(levels[step.Depth], out var exact))
            {
                open.Enqueue((exact, step.Depth + 1));
            }

            if (wildcardsMatch && step.Node.Children.TryGetValue("+", out var any))
            {
                open.Enqueue((any, step.Depth + 1));
            }
        }
    }

    private Node NodeFor(TopicFilter filter)
    {
        var node = _root;
        foreach (var level in filter.Levels)
        {
            if (!node.Children.TryGetValue(level, out var child))
            {
                child = new Node();
                node.Children.Add(level, child);
            }

            node = child;
        }

        return node;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public List<Subscription> Subscriptions { get; } = [];

        public List<SharedGroup> Groups { get; } = [];
    }
}
