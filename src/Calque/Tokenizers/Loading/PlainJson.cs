using System;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// Walks over JSON that holds nothing unusual, faster than the general reader. Every method answers false where the text is not plainly
/// what was asked for; the caller then reads everything anew by the general reader, which also finds the words for a fault. What is
/// accepted here is JSON: the text is known to be UTF-8, and strings, numbers and punctuation are checked.
/// </summary>
internal ref struct PlainJson
{
    private readonly ReadOnlySpan<byte> _json;
    private byte[] _unescaped = [];

    /// <param name="json">Valid UTF-8.</param>
    public PlainJson(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Where the walk stands, in bytes.</summary>
    public int Position { get; set; }

    /// <summary>The length of the text in bytes.</summary>
    public readonly int Length => _json.Length;

    /// <summary>Whether only white space is left.</summary>
    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return Position == _json.Length;
        }
    }

    /// <summary>Passes a sign of punctuation if it is the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte sign)
    {
        if ((uint)Position < (uint)_json.Length && _json[Position] == sign)
        {
            Position++;
            return true;
        }

        return TakeBehindSpace(sign);
    }

    /// <summary>Reads a string as UTF-8; the bytes are valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadString(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take((byte)'"'))
            return false;
        int start = Position;
        int end = FindSpecial(_json, start);
        if ((uint)end >= (uint)_json.Length)
            return false;
        if (_json[end] == '"')
        {
            text = _json[start..end];
            Position = end + 1;
            return true;
        }

        return _json[end] == '\\' && TryReadEscaped(start, out text);
    }

    /// <summary>Reads a whole number of at most nine digits, not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadCount(out int value)
    {
        SkipSpace();
        int at = Position;
        int number = 0;
        while ((uint)at < (uint)_json.Length && (uint)(_json[at] - '0') <= 9)
            number = (number * 10) + (_json[at++] - '0');
        int digits = at - Position;
        value = number;
        if (digits is 0 or > 9 || (digits > 1 && _json[Position] == '0') || at == _json.Length || _json[at] is (byte)'.' or (byte)'e' or (byte)'E')
            return false;
        Position = at;
        return true;
    }

    /// <summary>Reads a number, correctly rounded.</summary>
    public bool TryReadNumber(out double value)
    {
        SkipSpace();
        int at = Position;
        while (at < _json.Length && (_json[at] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E'))
            at++;
        ReadOnlySpan<byte> text = _json[Position..at];
        if (TryReadFraction(text, out value))
        {
            Position = at;
            return true;
        }

        value = 0;
        if (!IsNumber(text) || !Utf8Parser.TryParse(text, out value, out int consumed) || consumed != text.Length || !double.IsFinite(value))
            return false;
        Position = at;
        return true;
    }

    /// <summary>
    /// Passes a value of any kind and gives its text. Only as much is checked as is needed to find its end; the text has to be parsed.
    /// </summary>
    public bool TrySkip(out ReadOnlySpan<byte> value)
    {
        SkipSpace();
        int start = Position;
        int depth = 0;
        value = default;
        while (true)
        {
            SkipSpace();
            if (Position >= _json.Length)
                return false;
            switch (_json[Position])
            {
                case (byte)'"':
                    if (!SkipString())
                        return false;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    Position++;
                    continue;
                case (byte)'}' or (byte)']':
                    depth--;
                    Position++;
                    break;
                case (byte)',' or (byte)':' when depth > 0:
                    Position++;
                    continue;
                default:
                    int from = Position;
                    while (Position < _json.Length && !IsPunctuation(_json[Position]))
                        Position++;
                    if (Position == from)
                        return false;
                    break;
            }

            if (depth < 0)
                return false;
            if (depth == 0)
            {
                value = _json[start..Position];
                return true;
            }
        }
    }

    private static bool IsPunctuation(byte value) =>
        value is (byte)',' or (byte)':' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)'"' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The next quote, backslash or control character; the length of the text where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FindSpecial(ReadOnlySpan<byte> json, int at)
    {
        while (at + Vector128<byte>.Count <= json.Length)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(in json[at]);
            Vector128<byte> found = Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\')) |
                Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes);
            uint mask = found.ExtractMostSignificantBits();
            if (mask != 0)
                return at + BitOperations.TrailingZeroCount(mask);
            at += Vector128<byte>.Count;
        }

        while (at < json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < 0x20))
            at++;
        return at;
    }

    /// <summary>Whether a text is a number as JSON writes it.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int i = 0;
        if (i < text.Length && text[i] == '-')
            i++;
        int whole = Digits(text, ref i);
        if (whole == 0 || (whole > 1 && text[i - whole] == '0'))
            return false;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0)
                return false;
        }

        if (i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
                i++;
            if (Digits(text, ref i) == 0)
                return false;
        }

        return i == text.Length;
    }

    // Digits with a point among them and nothing else; at most 19, which fit into 64 bits.
    private static bool TryReadFraction(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int start = text.Length > 0 && text[0] == '-' ? 1 : 0;
        ulong digits = 0;
        int point = -1;
        for (int i = start; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[i] == '.' && point < 0 && i > start)
                point = i;
            else
                return false;
        }

        int places = text.Length - point - 1;
        if (point < 0 || places == 0 || text.Length - start > 20 || (text[start] == '0' && point != start + 1))
            return false;
        value = DecimalFraction.Divide(digits, places);
        value = start > 0 ? -value : value;
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int i)
    {
        int start = i;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
            i++;
        return i - start;
    }

    private bool TakeBehindSpace(byte sign)
    {
        SkipSpace();
        if (Position >= _json.Length || _json[Position] != sign)
            return false;
        Position++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        while ((uint)Position < (uint)_json.Length && _json[Position] <= ' ' && _json[Position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            Position++;
    }

    private bool SkipString()
    {
        Position++;
        while (true)
        {
            int end = FindSpecial(_json, Position);
            if (end >= _json.Length || _json[end] < 0x20)
                return false;
            Position = end + 1;
            if (_json[end] == '"')
                return true;
            Position++; // what is escaped; its form is checked by whoever parses the value
        }
    }

    private bool TryReadEscaped(int start, out ReadOnlySpan<byte> text)
    {
        text = default;
        int length = 0;
        int from = start;
        while (true)
        {
            int end = FindSpecial(_json, from);
            if (end >= _json.Length || _json[end] < 0x20)
                return false;
            if (_unescaped.Length < length + (end - from) + 4)
                Array.Resize(ref _unescaped, Math.Max(256, 2 * (length + (end - from) + 4)));
            _json[from..end].CopyTo(_unescaped.AsSpan(length));
            length += end - from;
            if (_json[end] == '"')
            {
                text = _unescaped.AsSpan(0, length);
                Position = end + 1;
                return true;
            }

            if (end + 1 >= _json.Length)
                return false;
            from = end + 2;
            byte sign = _json[end + 1];
            if (sign == 'u')
            {
                if (!TryReadUnits(ref from, out Rune rune))
                    return false;
                length += rune.EncodeToUtf8(_unescaped.AsSpan(length));
                continue;
            }

            int index = "\"\\/bfnrt"u8.IndexOf(sign);
            if (index < 0)
                return false;
            _unescaped[length++] = "\"\\/\b\f\n\r\t"u8[index];
        }
    }

    /// <summary>Reads four digits, or, of a surrogate pair, twice four.</summary>
    private readonly bool TryReadUnits(ref int at, out Rune rune)
    {
        rune = default;
        if (!TryReadUnit(_json, at, out ushort unit))
            return false;
        at += 4;
        if (Rune.TryCreate((char)unit, out rune))
            return true;
        if (!char.IsHighSurrogate((char)unit) || at + 6 > _json.Length || _json[at] != '\\' || _json[at + 1] != 'u' || !TryReadUnit(_json, at + 2, out ushort low))
            return false;
        at += 6;
        return Rune.TryCreate((char)unit, (char)low, out rune);
    }

    /// <summary>Reads four hexadecimal digits.</summary>
    public static bool TryReadUnit(ReadOnlySpan<byte> json, int at, out ushort unit)
    {
        unit = 0;
        if (at + 4 > json.Length)
            return false;
        for (int i = at; i < at + 4; i++)
        {
            int digit = json[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => json[i] - '0',
                >= (byte)'a' and <= (byte)'f' => json[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => json[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            unit = (ushort)((unit << 4) | digit);
        }

        return true;
    }
}
