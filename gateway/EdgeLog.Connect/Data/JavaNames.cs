using System.Collections;
using System.Globalization;
using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// How Java would name and print what we hold: for messages that operators know, and for <see cref="StringConverter"/>.
/// </summary>
internal static class JavaNames
{
    /// <summary>A type's name as Java prints the enum: <c>INT8</c>, <c>STRUCT</c>.</summary>
    public static string JavaName(this SchemaType type) => type.ToString().ToUpperInvariant();

    /// <summary>The name of a value's class.</summary>
    public static string ClassOf(object? value) => value switch
    {
        null => "null",
        sbyte => "java.lang.Byte",
        short => "java.lang.Short",
        int => "java.lang.Integer",
        long => "java.lang.Long",
        float => "java.lang.Float",
        double => "java.lang.Double",
        bool => "java.lang.Boolean",
        string => "java.lang.String",
        byte[] => "[B",
        List<object?> => "java.util.ArrayList",
        ConnectMap => "java.util.HashMap",
        Struct => "org.apache.kafka.connect.data.Struct",
        ConnectDate => "java.util.Date",
        ConnectDecimal => "java.math.BigDecimal",
        _ => value.GetType().FullName ?? value.GetType().Name,
    };

    /// <summary>
    /// A value as Java's <c>toString</c> prints it; bytes as Base64, since Java prints an address there.
    /// </summary>
    public static string TextOf(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        float number => JavaNumber.Format(number),
        double number => JavaNumber.Format(number),
        byte[] bytes => Convert.ToBase64String(bytes),
        ConnectMap map => TextOf(map),
        List<object?> list => TextOf(list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string TextOf(ConnectMap map)
    {
        var text = new StringBuilder("{");
        foreach ((object key, object? value) in map)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(TextOf(key)).Append('=').Append(TextOf(value));
        }

        return text.Append('}').ToString();
    }

    private static string TextOf(IList list)
    {
        var text = new StringBuilder("[");
        foreach (object? element in list)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(TextOf(element));
        }

        return text.Append(']').ToString();
    }
}
