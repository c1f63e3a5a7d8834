using System.CommandLine.Parsing;
using System.Globalization;

namespace Calque.Cli;

/// <summary>
/// Reads the numbers of options. The parser's own reader takes a comma for a parting of thousands, so that <c>0,1</c> would be 1,
/// and its message names a type of the runtime.
/// </summary>
internal static class Numbers
{
    public static double? Real(ArgumentResult argument)
    {
        string text = argument.Tokens[^1].Value;
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value))
            return value;
        Refuse(argument, "a number with a decimal point, such as 0.1");
        return null;
    }

    public static int Whole(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[^1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            return value;
        Refuse(argument, "a whole number");
        return 0;
    }

    public static int? OptionalWhole(ArgumentResult argument) => Whole(argument);

    public static ulong Seed(ArgumentResult argument)
    {
        if (ulong.TryParse(argument.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            return value;
        Refuse(argument, string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue}"));
        return 0;
    }

    private static void Refuse(ArgumentResult argument, string expected) =>
        argument.AddError($"{(argument.Parent as OptionResult)?.Option.Name}: found '{argument.Tokens[^1].Value}', expected {expected}.");
}
