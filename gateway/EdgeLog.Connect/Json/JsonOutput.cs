using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// Writes JSON as Jackson does: nothing between tokens, escapes only where JSON demands them, floating-point numbers in
/// Java's form. The framework's writer escapes more and writes 1.0 as 1, which a reader without schema takes for a
/// whole number.
/// </summary>
internal sealed class JsonOutput(ArrayBufferWriter<byte> buffer)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\");

    private bool _needsComma;

    public void BeginObject() => Begin((byte)'{');

    public void EndObject() => End((byte)'}');

    public void BeginArray() => Begin((byte)'[');

    public void EndArray() => End((byte)']');

    public void Name(string name)
    {
        Separate();
        Quote(name);
        Byte((byte)':');
        _needsComma = false;
    }

    public void Null() => Raw("null"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Number(long value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, buffer.GetSpan(20), out int written);
        buffer.Advance(written);
    }

    public void Number(double value) => Number(JavaNumber.Format(value), double.IsFinite(value));

    public void Number(float value) => Number(JavaNumber.Format(value), float.IsFinite(value));

    public void Number(ConnectDecimal value) => Raw(Encoding.ASCII.GetBytes(value.ToString()));

    public void Text(string value)
    {
        Separate();
        Quote(value);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Separate();
        Byte((byte)'"');
        Span<byte> room = buffer.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length));
        Base64.EncodeToUtf8(value, room, out _, out int written);
        buffer.Advance(written);
        Byte((byte)'"');
    }

    private void Number(string text, bool isFinite)
    {
        if (isFinite)
        {
            Raw(Encoding.ASCII.GetBytes(text));
        }
        else
        {
            Text(text);
        }
    }

    private void Begin(byte bracket)
    {
        Separate();
        Byte(bracket);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        Byte(bracket);
        _needsComma = true;
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        Separate();
        buffer.Write(text);
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Byte((byte)',');
        }

        _needsComma = true;
    }

    private void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    private void Quote(ReadOnlySpan<char> text)
    {
        Byte((byte)'"');
        while (text.Length > 0)
        {
            int plain = text.IndexOfAny(Escaped);
            plain = plain < 0 ? text.Length : plain;
            int written = Encoding.UTF8.GetBytes(text[..plain], buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(plain)));
            buffer.Advance(written);
            if (plain == text.Length)
            {
                break;
            }

            Escape(text[plain]);
            text = text[(plain + 1)..];
        }

        Byte((byte)'"');
    }

    private void Escape(char c)
    {
        ReadOnlySpan<byte> brief = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\t' => "\\t"u8,
            '\n' => "\\n"u8,
            '\f' => "\\f"u8,
            '\r' => "\\r"u8,
            _ => default,
        };
        buffer.Write(brief.IsEmpty ? Encoding.ASCII.GetBytes($"\\u{(int)c:X4}") : brief);
    }
}
