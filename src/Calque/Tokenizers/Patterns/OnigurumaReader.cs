using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// Characters of an Oniguruma expression, the escapes that stand for one, and the classes in brackets: what
/// <see cref="OnigurumaTranslator"/> and bracket classes share.
/// </summary>
internal sealed class OnigurumaReader(string expression, string place)
{
    private readonly int[] _source = ToCodePoints(expression);

    /// <summary>Where the next character stands, in code points.</summary>
    public int Position { get; set; }

    /// <summary>Whether all characters are read.</summary>
    public bool AtEnd => Position >= _source.Length;

    /// <summary>Whether the expression goes on with the text.</summary>
    public bool Sees(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (Peek(i) != text[i])
                return false;
        }

        return true;
    }

    /// <summary>Reads the text if the expression goes on with it.</summary>
    public bool Takes(string text)
    {
        if (!Sees(text))
            return false;
        Position += text.Length;
        return true;
    }

    /// <summary>The character at a distance; -1 behind the end.</summary>
    public int Peek(int distance = 0) => Position + distance < _source.Length ? _source[Position + distance] : -1;

    /// <summary>Reads a character.</summary>
    public int Next()
    {
        if (AtEnd)
            Damaged("an end", "more of the expression");
        return _source[Position++];
    }

    /// <summary>Raises the error of an expression that Oniguruma does not take either.</summary>
    [DoesNotReturn]
    public void Damaged(string found, string expected) => throw new InvalidTokenizerException(
        place, $"{found} at character {Position.ToString(CultureInfo.InvariantCulture)} of the expression \"{expression}\"", expected,
        "The expression is not valid; compare the file with its source.");

    /// <summary>Raises the error of something that is not translated.</summary>
    [DoesNotReturn]
    public void Unsupported(string what) => throw new InvalidTokenizerException(
        place, $"{what} at character {Position.ToString(CultureInfo.InvariantCulture)} of the expression \"{expression}\"",
        "the parts of Oniguruma that are supported", "Rewrite the expression without it, or ask for it to be supported.");

    /// <summary>
    /// Whether the character behind a backslash names a class; the set is then new and may be changed. Between brackets word
    /// characters are without ² ³ ¹ ¼ ½ ¾, outside with them (a flaw of Oniguruma that is kept).
    /// </summary>
    public bool TryReadClassEscape(bool inBrackets, [NotNullWhen(true)] out CodePointSet? set)
    {
        set = null;
        int letter = Peek();
        if (letter is 'p' or 'P' && Peek(1) == '{')
        {
            set = ReadProperty(inBrackets);
            return true;
        }

        string? name = letter switch
        {
            'w' or 'W' => inBrackets ? "posixword" : "word",
            'd' or 'D' => "digit",
            's' or 'S' => "space",
            'h' or 'H' => "xdigit",
            _ => null,
        };
        if (name is null)
            return false;
        Position++;
        set = OnigurumaProperties.Find(name)!; // not null: these names are known
        set = letter is 'W' or 'D' or 'S' or 'H' ? set.Complement() : set.Copy();
        return true;
    }

    /// <summary>Reads what stands behind a backslash and means one character, or several (<c>\x{41 42}</c>).</summary>
    public List<int> ReadCharacterEscape()
    {
        int letter = Next();
        switch (letter)
        {
            case 't':
                return ['\t'];
            case 'n':
                return ['\n'];
            case 'r':
                return ['\r'];
            case 'f':
                return ['\f'];
            case 'v':
                return ['\v'];
            case 'a':
                return ['\a'];
            case 'e':
                return [0x1B];
            case 'c':
                return [ReadControl()];
            case 'C' when Takes("-"):
                return [ReadControl()];
            case 'M' when Sees("-"):
                Unsupported("a meta character (\\M-)");
                return [];
            case 'x' when Takes("{"):
                return ReadList(16);
            case 'o' when Takes("{"):
                return ReadList(8);
            case 'x':
                return [ReadDigits(16, 0, 2, 0)];
            case 'u':
                return [ReadDigits(16, 4, 4, 0)];
            case >= '0' and <= '7':
                return [ReadDigits(8, 0, letter == '0' ? 2 : 2, letter - '0')];
            default:
                return [letter];
        }
    }

    /// <summary>Reads a class behind its opening bracket; the set is new.</summary>
    public CodePointSet ReadBracket(bool ignoreCase)
    {
        CodePointSet content = ReadBracketContent(out bool negated, 0);
        if (ignoreCase)
        {
            if (!negated && CaseFolds.HasLongFold(content))
                Unsupported("a class with characters such as ß without regard to case");
            CaseFolds.Close(content);
        }

        return negated ? content.Complement() : content;
    }

    private static int[] ToCodePoints(string text)
    {
        var list = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            list.Add(rune.Value);
        return [.. list];
    }

    private CodePointSet ReadBracketContent(out bool negated, int depth)
    {
        if (depth > 64)
            Unsupported("classes nested so deeply");
        negated = Takes("^");
        CodePointSet? left = null;
        var set = new CodePointSet();
        bool first = true, empty = true;
        while (true)
        {
            if (AtEnd)
                Damaged("no closing bracket", "]");
            if (Peek() == ']' && !(first && HasLaterBracket()))
            {
                Position++;
                break;
            }

            first = false;
            if (Takes("&&"))
            {
                left = Meet(left, set);
                set = new CodePointSet();
                empty = false;
                continue;
            }

            empty = false;
            ReadItem(set, depth);
        }

        if (empty)
            Damaged("an empty class", "characters between the brackets");
        return Meet(left, set);

        static CodePointSet Meet(CodePointSet? a, CodePointSet b)
        {
            if (a is not null)
                b.IntersectWith(a);
            return b;
        }
    }

    private bool HasLaterBracket()
    {
        for (int i = 1; Peek(i) >= 0; i++)
        {
            if (Peek(i) == '\\')
                i++;
            else if (Peek(i) == ']')
                return true;
        }

        return false;
    }

    private void ReadItem(CodePointSet set, int depth)
    {
        if (Sees("[:") && TryReadPosix(set))
            return;
        if (Takes("["))
        {
            CodePointSet nested = ReadBracketContent(out bool negated, depth + 1);
            set.UnionWith(negated ? nested.Complement() : nested);
            return;
        }

        if (Takes("\\"))
        {
            if (TryReadClassEscape(inBrackets: true, out CodePointSet? named))
            {
                set.UnionWith(named);
                if (Peek() == '-' && Peek(1) != ']')
                    Damaged("a range that begins with a class", "a hyphen last, or escaped");
                return;
            }

            if (Peek() is 'R' or 'X' or 'N' or 'O')
                Unsupported($"\\{(char)Peek()} in a class");
            if (Takes("b"))
            {
                AddRangeFrom('\b', set);
                return;
            }

            List<int> characters = ReadCharacterEscape();
            for (int i = 0; i + 1 < characters.Count; i++)
                Add(set, characters[i], characters[i]);
            AddRangeFrom(characters[^1], set);
            return;
        }

        AddRangeFrom(Next(), set);
    }

    // A character that may begin a range.
    private void AddRangeFrom(int first, CodePointSet set)
    {
        if (Peek() != '-' || Peek(1) is ']' or -1 || (Peek(1) == '&' && Peek(2) == '&'))
        {
            Add(set, first, first);
            return;
        }

        Position++;
        int last;
        if (Takes("\\"))
        {
            if (TryReadClassEscape(inBrackets: true, out _))
                Damaged("a class at the end of a range", "a character");
            last = Takes("b") ? '\b' : ReadCharacterEscape()[0];
        }
        else if (Peek() == '[')
        {
            Unsupported("a hyphen before a nested class");
            return;
        }
        else
        {
            last = Next();
        }

        if (last < first)
            Damaged("a range that runs backwards", "the lower end first");
        Add(set, first, last);
    }

    private static void Add(CodePointSet set, int first, int last)
    {
        // Surrogates are no characters, and what stands in for text never holds one.
        if (first < 0xD800)
            set.AddRange(first, Math.Min(last, 0xD7FF));
        if (last > 0xDFFF)
            set.AddRange(Math.Max(first, 0xE000), last);
    }

    private bool TryReadPosix(CodePointSet set)
    {
        int start = Position;
        Position += 2;
        bool negated = Takes("^");
        var name = new StringBuilder();
        while (Peek() is >= 'a' and <= 'z')
            name.Append((char)Next());
        if (Takes(":]") && OnigurumaProperties.FindPosix(name.ToString()) is CodePointSet found)
        {
            set.UnionWith(negated ? found.Complement() : found);
            return true;
        }

        Position = start;
        return false;
    }

    private CodePointSet ReadProperty(bool inBrackets)
    {
        bool negated = Next() == 'P';
        Position++;
        if (Takes("^"))
            negated = !negated;
        var name = new StringBuilder();
        while (Peek() is not ('}' or -1))
            name.Append(char.ConvertFromUtf32(Next()));
        if (!Takes("}"))
            Damaged("a property without an end", "}");
        CodePointSet? set = OnigurumaProperties.Find(name.ToString(), inBrackets);
        if (set is null)
            Unsupported($"the property \\p{{{name}}}");
        return negated ? set.Complement() : set.Copy();
    }

    private int ReadControl()
    {
        int c = Next();
        if (c == '\\')
            Unsupported("a control character of an escape");
        return c == '?' ? 0x7F : c & 0x9F;
    }

    private List<int> ReadList(int radix)
    {
        var values = new List<int>();
        while (!Takes("}"))
        {
            if (Takes(" ") || Takes("\n"))
                continue;
            if (Sees("-"))
                Unsupported("a range of code points");
            values.Add(ReadDigits(radix, 1, 11, 0));
        }

        if (values.Count == 0)
            Damaged("no code point", "hexadecimal digits");
        return values;
    }

    private int ReadDigits(int radix, int minimum, int maximum, int value)
    {
        int count = 0;
        for (; count < maximum; count++)
        {
            int digit = Peek() switch
            {
                >= '0' and <= '9' and int c => c - '0',
                >= 'a' and <= 'f' and int c => c - 'a' + 10,
                >= 'A' and <= 'F' and int c => c - 'A' + 10,
                _ => 99,
            };
            if (digit >= radix)
                break;
            value = (value * radix) + digit;
            if (value > 0x10FFFF)
                Damaged("a code point above 10FFFF", "at most 10FFFF");
            Position++;
        }

        if (count < minimum)
            Damaged("too few digits", "a code point");
        if (value is >= 0xD800 and <= 0xDFFF)
            Damaged("half of a surrogate pair", "a character");
        if (value >= 0x80 && (radix == 8 || maximum == 2))
            Unsupported("a single byte that is no ASCII character");
        return value;
    }
}
