using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>
/// The subscriptions of all sessions by the levels of their filters. Any thread asks and changes it, under one short
/// lock; answers are remembered per topic until a subscription changes.
/// </summary>
internal sealed class SubscriptionTree(int cachedTopicsMax)
{
    private readonly Lock _lock = new();
    private readonly Node _root = new();
    private readonly Dictionary<byte[], Subscriber[]> _matches = new(Utf8Comparer.Instance);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a subscription in place of the session's earlier one with the same filter.</summary>
    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            var node = _root;
            foreach (var level in subscription.Filter.Levels)
            {
                if (!node.Children.TryGetValue(level, out var child))
                {
                    child = new Node();
                    node.Children.Add(level, child);
                }

                node = child;
            }

            _count += node.Subscriptions.RemoveAll(s => s.Session == subscription.Session) == 0 ? 1 : 0;
            node.Subscriptions.Add(subscription);
            _matches.Clear();
        }
    }

    /// <summary>Removes a session's subscription; false where there is none.</summary>
    public bool Remove(Session session, TopicFilter filter)
    {
        lock (_lock)
        {
            if (!Remove(_root, filter.Levels, 0, session))
            {
                return false;
            }

            _count--;
            _matches.Clear();
            return true;
        }
    }

    /// <summary>Who wants a message of that topic; each session once.</summary>
    public Subscriber[] Match(ReadOnlySpan<byte> topic)
    {
        if (Count == 0)
        {
            return [];
        }

        lock (_lock)
        {
            var known = _matches.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (known.TryGetValue(topic, out var subscribers))
            {
                return subscribers;
            }

            var found = new Dictionary<Session, Subscription>();
            var levels = Encoding.UTF8.GetString(topic).Split('/');
            Collect(_root, levels, found);
            subscribers = [.. found.Select(pair => new Subscriber(pair.Key, pair.Value))];
            if (_matches.Count >= cachedTopicsMax)
            {
                _matches.Clear();
            }

            known[topic] = subscribers;
            return subscribers;
        }
    }

    private static bool Remove(Node node, IReadOnlyList<string> levels, int depth, Session session)
    {
        if (depth == levels.Count)
        {
            return node.Subscriptions.RemoveAll(s => s.Session == session) > 0;
        }

        if (!node.Children.TryGetValue(levels[depth], out var child) || !Remove(child, levels, depth + 1, session))
        {
            return false;
        }

        if (child.Children.Count == 0 && child.Subscriptions.Count == 0)
        {
            node.Children.Remove(levels[depth]);
        }

        return true;
    }

    private static void Collect(Node root, string[] levels, Dictionary<Session, Subscription> found)
    {
        // Wildcards multiply the nodes to look at; a queue instead of recursion, as filters are the clients' choice.
        var open = new Queue<(Node Node, int Depth)>();
        open.Enqueue((root, 0));
        while (open.TryDequeue(out var step))
        {
            var wildcardsMatch = step.Depth > 0 || !levels[0].StartsWith('$');
            if (wildcardsMatch && step.Node.Children.TryGetValue("#", out var rest))
            {
                Take(rest, found);
            }

            if (step.Depth == levels.Length)
            {
                Take(step.Node, found);
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

    private static void Take(Node node, Dictionary<Session, Subscription> found)
    {
        foreach (var subscription in node.Subscriptions)
        {
            found[subscription.Session] = found.TryGetValue(subscription.Session, out var other)
                ? Subscriber.Stronger(other, subscription)
                : subscription;
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public List<Subscription> Subscriptions { get; } = [];
    }
}
