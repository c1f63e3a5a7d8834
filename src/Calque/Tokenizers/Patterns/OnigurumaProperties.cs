using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// The named classes of Oniguruma: general categories, scripts, binary properties and POSIX brackets, with the members they have in
/// the Rust library (Unicode 16). Names are compared without case, spaces, hyphens and underscores.
/// </summary>
internal static class OnigurumaProperties
{
    private const string Categories = "Lu UppercaseLetter,Ll LowercaseLetter,Lt TitlecaseLetter,Lm ModifierLetter,Lo OtherLetter,Mn NonspacingMark,"
        + "Mc SpacingMark,Me EnclosingMark,Nd DecimalNumber,Nl LetterNumber,No OtherNumber,Zs SpaceSeparator,Zl LineSeparator,Zp ParagraphSeparator,"
        + "Cc Control,Cf Format,Cs Surrogate,Co PrivateUse,Pc ConnectorPunctuation,Pd DashPunctuation,Ps OpenPunctuation,Pe ClosePunctuation,"
        + "Pi InitialPunctuation,Pf FinalPunctuation,Po OtherPunctuation,Sm MathSymbol,Sc CurrencySymbol,Sk ModifierSymbol,So OtherSymbol,Cn Unassigned";

    private static readonly Dictionary<string, Func<CodePointSet>> Makers = MakeMakers();
    private static readonly ConcurrentDictionary<string, CodePointSet> Known = new(StringComparer.Ordinal);

    /// <summary>The set of <c>\p{name}</c>, or null where the name is not known. It is shared: copy before changing.</summary>
    public static CodePointSet? Find(string name, bool inBrackets = false)
    {
        string key = Fold(name);
        if (inBrackets && key == "word")
            key = "posixword";
        return Makers.TryGetValue(key, out Func<CodePointSet>? make) ? Known.GetOrAdd(key, _ => make()) : null;
    }

    /// <summary>The set of <c>[:name:]</c>, or null where the name is not known. It is shared: copy before changing.</summary>
    public static CodePointSet? FindPosix(string name) => name switch
    {
        "punct" => Find("posixpunct"),
        "word" => Find("posixword"),
        "alnum" or "alpha" or "ascii" or "blank" or "cntrl" or "digit" or "graph" or "lower" or "print" or "space" or "upper" or "xdigit" => Find(name),
        _ => null,
    };

    private static string Fold(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '-' or '_')).Select(c => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c));

    private static Dictionary<string, Func<CodePointSet>> MakeMakers()
    {
        var makers = new Dictionary<string, Func<CodePointSet>>(StringComparer.Ordinal);
        foreach (string name in UnicodeTables.Names)
        {
            if (name.StartsWith("property:", StringComparison.Ordinal))
                makers[Fold(name[9..])] = () => UnicodeTables.ReadSet(name);
        }

        string[] scripts = UnicodeTables.ReadText("script-names").Split('\n');
        for (int i = 0; i < scripts.Length; i++)
        {
            int index = i;
            foreach (string name in scripts[i].Split(' '))
                makers[Fold(name)] = () => ScriptOf(index);
        }

        string[] categories = Categories.Split(',');
        for (int i = 0; i < categories.Length; i++)
        {
            uint mask = 1u << i;
            foreach (string name in categories[i].Split(' '))
                makers[Fold(name)] = () => CodePoints.SetOf(mask);
        }

        Add("l letter", CodePoints.LetterMask);
        Add("lc casedletter", 0b111);
        Add("m mark combiningmark", CodePoints.MarkMask);
        Add("n number", CodePoints.NumberMask);
        Add("p punctuation punct", CodePoints.PunctuationMask);
        Add("s symbol", CodePoints.SymbolMask);
        Add("z separator", 0b111 << 11);
        Add("c other", CodePoints.OtherMask);
        Add("digit", 1u << (int)UnicodeCategory.DecimalDigitNumber);
        Add("cntrl", 1u << (int)UnicodeCategory.Control);
        Add("assigned", ~(1u << (int)UnicodeCategory.OtherNotAssigned));
        Add("posixpunct", CodePoints.PunctuationMask | CodePoints.SymbolMask);
        Add("any", uint.MaxValue);
        makers["alpha"] = makers["alphabetic"];
        makers["upper"] = makers["uppercase"];
        makers["lower"] = makers["lowercase"];
        makers["space"] = makers["whitespace"];
        makers["wspace"] = makers["whitespace"];
        makers["alnum"] = () => Union(UnicodeTables.ReadSet("property:Alphabetic"), CodePoints.SetOf(1u << (int)UnicodeCategory.DecimalDigitNumber));
        makers["word"] = TokenizerClasses.OnigurumaWords;
        makers["posixword"] = () => Without(TokenizerClasses.OnigurumaWords(), "²³¹¼½¾");
        makers["blank"] = () => Union(CodePoints.SetOf(1u << (int)UnicodeCategory.SpaceSeparator), Of('\t', '\t'));
        makers["graph"] = MakeGraph;
        makers["print"] = () => Union(MakeGraph(), CodePoints.SetOf(1u << (int)UnicodeCategory.SpaceSeparator));
        makers["xdigit"] = () => Union(Union(Of('0', '9'), Of('A', 'F')), Of('a', 'f'));
        makers["ascii"] = () => Of(0, 0x7F);
        return makers;

        void Add(string names, uint mask)
        {
            foreach (string name in names.Split(' '))
                makers[name] = () => CodePoints.SetOf(mask);
        }
    }

    // Everything that is assigned but control characters and white space.
    private static CodePointSet MakeGraph()
    {
        CodePointSet set = CodePoints.SetOf(~(1u << (int)UnicodeCategory.OtherNotAssigned | 1u << (int)UnicodeCategory.Control));
        set.ExceptWith(UnicodeTables.ReadSet("property:White_Space"));
        return set;
    }

    private static CodePointSet ScriptOf(int index)
    {
        var set = new CodePointSet();
        foreach (CodePointRun run in UnicodeTables.ReadRuns("script"))
        {
            if (run.Value == index)
                set.AddRange(run.Start, run.End - 1);
        }

        var surrogates = new CodePointSet();
        surrogates.AddRange(0xD800, 0xDFFF);
        set.ExceptWith(surrogates);
        return set;
    }

    private static CodePointSet Of(int first, int last)
    {
        var set = new CodePointSet();
        set.AddRange(first, last);
        return set;
    }

    private static CodePointSet Union(CodePointSet a, CodePointSet b)
    {
        a.UnionWith(b);
        return a;
    }

    private static CodePointSet Without(CodePointSet set, string characters)
    {
        foreach (char c in characters)
            set.ExceptWith(Of(c, c));
        return set;
    }
}
