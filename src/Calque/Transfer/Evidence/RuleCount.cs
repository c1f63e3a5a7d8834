namespace Calque.Transfer.Evidence;

/// <summary>How many target tokens a rule filled.</summary>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Tokens">Rows.</param>
/// <param name="Percent">Their share of all rows, in percent.</param>
public sealed record RuleCount(string Rule, int Tokens, double Percent);
