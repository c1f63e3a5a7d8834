using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// Translates an expression of Oniguruma (its own syntax) into one of .NET that gives the same matches on UTF-16, or says by name
/// what it does not know. Classes are written out from our own tables, so that characters beyond U+FFFF are in them.
/// </summary>
internal sealed class OnigurumaTranslator
{
    private const string AnyCharacter = "(?:[^\\uD800-\\uDFFF]|[\\uD800-\\uDBFF][\\uDC00-\\uDFFF])";
    private const string AnyButLineFeed = "(?:[^\\n\\uD800-\\uDFFF]|[\\uD800-\\uDBFF][\\uDC00-\\uDFFF])";
    private readonly OnigurumaReader _reader;
    private readonly List<string> _names = [];
    private string _anchor = ""; // the last anchor or look-around as written, to know it when a quantifier follows
    private int _groups;
    private int _highestReference;

    private OnigurumaTranslator(string expression, string place) => _reader = new OnigurumaReader(expression, place);

    /// <summary>The .NET expression; to be used with <see cref="System.Text.RegularExpressions.RegexOptions.CultureInvariant"/> alone.</summary>
    /// <exception cref="InvalidTokenizerException">The expression is damaged or holds something that is not supported.</exception>
    public static string Translate(string expression, string place)
    {
        var translator = new OnigurumaTranslator(expression, place);
        string result = translator.ReadAlternatives(new Options(false, false, false), 0);
        if (!translator._reader.AtEnd)
            translator._reader.Damaged("a closing parenthesis", "none without an opening one");
        if (translator._names.Count > 0 && translator._highestReference > 0)
            translator._reader.Damaged("a numbered reference beside named groups", "names");
        if (translator._highestReference > translator._groups)
            translator._reader.Damaged("a reference to a group that is not there", "an earlier group");
        return result;
    }

    private string ReadAlternatives(Options options, int depth)
    {
        if (depth > 200)
            _reader.Unsupported("groups nested so deeply");
        var output = new StringBuilder();
        while (true)
        {
            ReadSequence(output, options, depth);
            if (!_reader.Takes("|"))
                return output.ToString();
            output.Append('|');
        }
    }

    private void ReadSequence(StringBuilder output, Options options, int depth)
    {
        int previousLiteral = -1;
        while (!_reader.AtEnd && _reader.Peek() is not ('|' or ')'))
        {
            if (options.Extended && TrySkipBlank())
                continue;
            if (_reader.Sees("(?#"))
            {
                SkipComment();
                continue;
            }

            if (TryReadIsolatedOptions(options, out Options changed))
            {
                // The options hold up to the end of the group, alternatives included.
                output.Append("(?:").Append(ReadAlternatives(changed, depth + 1)).Append(')');
                return;
            }

            string atom = ReadAtom(options, depth, out int literal);
            bool isAnchor = _anchor == atom;
            bool repeated = ReadQuantifiers(ref atom, options);
            if (isAnchor && repeated)
                _reader.Damaged("a repeated anchor", "something before the quantifier that has a length");
            if (options.IgnoreCase && literal >= 0 && !repeated)
            {
                if (previousLiteral >= 0 && CaseFolds.IsLongFold(previousLiteral, literal))
                    _reader.Unsupported("characters in a row that are one without regard to case, such as ss");
                previousLiteral = literal;
            }
            else
            {
                previousLiteral = -1;
            }

            output.Append(atom);
        }
    }

    private string ReadAtom(Options options, int depth, out int literal)
    {
        literal = -1;
        int c = _reader.Next();
        switch (c)
        {
            case '.':
                return options.DotAll ? AnyCharacter : AnyButLineFeed;
            case '^':
                return _anchor = "(?:\\A|(?<=\\n)(?!\\z))";
            case '$':
                return _anchor = "(?=\\n|\\z)";
            case '[':
                return Write(_reader.ReadBracket(options.IgnoreCase));
            case '(':
                return ReadGroup(options, depth);
            case '\\':
                return ReadEscape(options, out literal);
            case '*' or '+' or '?':
                _reader.Damaged($"the quantifier {(char)c}", "something before it to repeat");
                return "";
            default:
                literal = c;
                return WriteLiteral(c, options);
        }
    }

    private string ReadEscape(Options options, out int literal)
    {
        literal = -1;
        if (_reader.TryReadClassEscape(inBrackets: false, out CodePointSet? set))
            return Write(set);
        int c = _reader.Peek();
        switch (c)
        {
            case 'A' or 'z' or 'Z' or 'G':
                _reader.Position++;
                return _anchor = "\\" + (char)c;
            case 'b' or 'B':
                _reader.Position++;
                string word = Write(TokenizerClasses.OnigurumaWords());
                return _anchor = c == 'b' ? $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))" : $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))";
            case 'N':
                _reader.Position++;
                return AnyButLineFeed;
            case 'O':
                _reader.Position++;
                return AnyCharacter;
            case 'R':
                _reader.Position++;
                return "(?>\\r\\n|[\\n-\\r\\u0085\\u2028\\u2029])";
            case 'k' when _reader.Peek(1) is '<' or '\'':
                return ReadNamedReference(options);
            case 'X' or 'y' or 'Y' or 'K':
                _reader.Unsupported($"\\{(char)c}");
                return "";
            case 'g' when _reader.Peek(1) is '<' or '\'':
                _reader.Unsupported("a call of a group (\\g)");
                return "";
            case >= '1' and <= '9' when !(_reader.Peek(1) is >= '0' and <= '9'):
                if (options.IgnoreCase)
                    _reader.Unsupported("a reference without regard to case");
                _reader.Position++;
                _highestReference = Math.Max(_highestReference, c - '0');
                return $"(?:\\{(char)c})";
            case '8' or '9':
                _reader.Unsupported("a reference of two digits");
                return "";
        }

        List<int> characters = _reader.ReadCharacterEscape();
        if (characters.Count == 1)
            literal = characters[0];
        var output = new StringBuilder();
        foreach (int character in characters)
            output.Append(WriteLiteral(character, options));
        return output.ToString();
    }

    private string ReadNamedReference(Options options)
    {
        if (options.IgnoreCase)
            _reader.Unsupported("a reference without regard to case");
        _reader.Position++;
        string name = ReadName(_reader.Next() == '<' ? '>' : '\'');
        int index = _names.IndexOf(name);
        if (index < 0)
            _reader.Unsupported($"a reference to a group {name} that does not stand before it");
        return string.Create(CultureInfo.InvariantCulture, $"\\k<n{index}>");
    }

    private string ReadGroup(Options options, int depth)
    {
        if (_reader.Sees("*"))
            _reader.Unsupported("a callout (*...)");
        if (!_reader.Takes("?"))
        {
            _groups++;
            return Close("(", options, depth);
        }

        foreach (string kind in new[] { ":", "=", "!", ">", "<=", "<!" })
        {
            if (!_reader.Takes(kind))
                continue;
            string group = Close("(?" + kind, options, depth);
            return kind is ":" or ">" ? group : _anchor = group;
        }

        if (_reader.Peek() is '<' or '\'')
        {
            string name = ReadName(_reader.Next() == '<' ? '>' : '\'');
            if (_names.Contains(name))
                _reader.Unsupported($"two groups of the name {name}");
            _names.Add(name);
            return Close(string.Create(CultureInfo.InvariantCulture, $"(?<n{_names.Count - 1}>"), options, depth);
        }

        if (_reader.Peek() is '~' or '(' or '{')
            _reader.Unsupported($"(?{(char)_reader.Peek()}");
        Options inner = ReadOptionLetters(options);
        if (!_reader.Takes(":"))
            _reader.Damaged("an unknown kind of group", "one that Oniguruma knows");
        return Close("(?:", inner, depth);
    }

    private string Close(string opening, Options options, int depth)
    {
        string content = ReadAlternatives(options, depth + 1);
        if (!_reader.Takes(")"))
            _reader.Damaged("no closing parenthesis", ")");
        return opening + content + ")";
    }

    private string ReadName(char end)
    {
        var name = new StringBuilder();
        while (_reader.Peek() != end)
            name.Append(char.ConvertFromUtf32(_reader.Next()));
        _reader.Position++;
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
            _reader.Unsupported($"a group named \"{name}\"");
        return name.ToString();
    }

    // (?i) and the like, which stand alone.
    private bool TryReadIsolatedOptions(Options options, out Options changed)
    {
        changed = options;
        int i = 2;
        while (_reader.Peek(i) is 'i' or 'm' or 'x' or '-')
            i++;
        if (!_reader.Sees("(?") || _reader.Peek(i) != ')')
            return false;
        _reader.Position += 2;
        changed = ReadOptionLetters(options);
        _reader.Position++;
        return true;
    }

    private Options ReadOptionLetters(Options options)
    {
        for (bool on = true; _reader.Peek() is not (':' or ')'); _reader.Position++)
        {
            switch (_reader.Peek())
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    options = options with { IgnoreCase = on };
                    break;
                case 'm':
                    options = options with { DotAll = on };
                    break;
                case 'x':
                    options = options with { Extended = on };
                    break;
                case 'W' or 'D' or 'S' or 'P' or 'L' or 'C' or 'I' or 'y':
                    _reader.Unsupported($"the option {(char)_reader.Peek()}");
                    break;
                default:
                    _reader.Damaged("an unknown option", "i, m or x");
                    break;
            }
        }

        return options;
    }

    private bool ReadQuantifiers(ref string atom, Options options)
    {
        bool any = false;
        while (true)
        {
            if (options.Extended && TrySkipBlank())
                continue;
            int c = _reader.Peek();
            if (c is '*' or '+' or '?')
            {
                _reader.Position++;
                string mark = ((char)c).ToString();
                if (_reader.Takes("?"))
                    atom = $"(?:{atom}){mark}?";
                else
                    atom = _reader.Takes("+") ? $"(?>(?:{atom}){mark})" : $"(?:{atom}){mark}";
            }
            else if (c == '{' && TryReadInterval(out int low, out int? high, out bool exact))
            {
                bool possessive = high < low;
                if (possessive)
                    (low, high) = (high!.Value, low);
                string bounds = high is int upper ? (upper == low ? $"{{{low}}}" : $"{{{low},{upper}}}") : $"{{{low},}}";
                if (possessive)
                    atom = $"(?>(?:{atom}){bounds})";
                else if (_reader.Takes("?"))
                    atom = exact ? $"(?:(?:{atom}){bounds})?" : $"(?:{atom}){bounds}?";
                else
                    atom = $"(?:{atom}){bounds}";
            }
            else
            {
                return any;
            }

            any = true;
        }
    }

    // {n}, {n,}, {n,m}, {,m}; anything else with a brace is text.
    private bool TryReadInterval(out int low, out int? high, out bool exact)
    {
        low = 0;
        high = null;
        exact = false;
        int i = 1;
        int? first = ReadNumber(ref i), second = null;
        if (_reader.Peek(i) == ',')
        {
            i++;
            second = ReadNumber(ref i);
            if (first is null && second is null)
                return false;
        }
        else
        {
            exact = true;
            second = first;
        }

        if (_reader.Peek(i) != '}' || (exact && first is null))
            return false;
        if (first > 100_000 || second > 100_000)
            _reader.Damaged("a repeat of more than 100000 times", "a smaller number");
        _reader.Position += i + 1;
        low = first ?? 0;
        high = second;
        return true;
    }

    private int? ReadNumber(ref int i)
    {
        int? value = null;
        for (; _reader.Peek(i) is >= '0' and <= '9' and int digit; i++)
            value = Math.Min(((value ?? 0) * 10) + digit - '0', 1_000_000);
        return value;
    }

    private bool TrySkipBlank()
    {
        if (_reader.Peek() is ' ' or '\t' or '\n' or '\r' or '\f' or '\v')
        {
            _reader.Position++;
            return true;
        }

        if (_reader.Peek() != '#')
            return false;
        while (!_reader.AtEnd && _reader.Next() != '\n')
        {
            // The rest of the line is a comment.
        }

        return true;
    }

    private void SkipComment()
    {
        _reader.Position += 3;
        for (int c = _reader.Next(); c != ')'; c = _reader.Next())
        {
            if (c == '\\')
                _reader.Next();
        }
    }

    private string WriteLiteral(int c, Options options)
    {
        var set = new CodePointSet();
        set.Add(c);
        if (options.IgnoreCase)
        {
            if (CaseFolds.HasLongFold(c))
                _reader.Unsupported($"the character {char.ConvertFromUtf32(c)} without regard to case");
            CaseFolds.Close(set);
        }

        return Write(set);
    }

    private static string Write(CodePointSet set)
    {
        var output = new StringBuilder();
        RegexClassWriter.Write(output, set);
        return output.ToString();
    }

    private readonly record struct Options(bool IgnoreCase, bool DotAll, bool Extended);
}
