using System.Collections;
using System.Globalization;
using System.Text;

namespace EdgeLog.Kafka.Protocol.Tests;

/// <summary>
/// All values of a message as text, in form and order of Golden/messages.txt: properties stand in the order of Kafka's
/// schema, and the few that are shaped otherwise are put back here.
/// </summary>
internal static class MessageText
{
    public static string Of(object? value) => value switch
    {
        null => "~",
        bool flag => flag ? "T" : "F",
        string text => $"\"{text}\"",
        Enum number => Convert.ToInt64(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        Guid id => $"u{id:n}",
        ReadOnlyMemory<byte> bytes => $"x{Convert.ToHexStringLower(bytes.Span)}",
        IEnumerable all => $"[{string.Concat(all.Cast<object>().Select(Of))}]",
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"({string.Join(' ', Fields(value))})",
    };

    private static IEnumerable<string> Fields(object part)
    {
        foreach (var property in part.GetType().GetProperties().OrderBy(p => p.MetadataToken))
        {
            if (property.GetMethod!.IsStatic)
            {
                continue;
            }

            var value = property.GetValue(part);
            switch (part, property.Name)
            {
                case (FetchRequest { ReplicaEpoch: not -1 } request, nameof(FetchRequest.ReplicaId)):
                    yield return "-1";
                    break;
                case (FetchRequest { ReplicaEpoch: var epoch } request, nameof(FetchRequest.ReplicaEpoch)):
                    yield return epoch == -1 ? "(-1 -1)" : $"({request.ReplicaId} {epoch})";
                    break;
                case (FetchedPartition { SnapshotId: var snapshot }, nameof(FetchedPartition.SnapshotId)):
                    yield return $"({snapshot.EndOffset} {snapshot.Epoch})";
                    break;
                default:
                    yield return Of(value);
                    break;
            }
        }
    }
}
