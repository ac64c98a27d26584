using System.Text;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>Kafka's own spelling of its error codes, which is what people search for.</summary>
internal static class ErrorCodeNames
{
    /// <summary><c>TOPIC_AUTHORIZATION_FAILED</c> for <see cref="ErrorCode.TopicAuthorizationFailed"/>.</summary>
    public static string KafkaName(this ErrorCode error)
    {
        var name = new StringBuilder();
        foreach (char c in error.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(c));
        }

        return name.ToString();
    }
}
