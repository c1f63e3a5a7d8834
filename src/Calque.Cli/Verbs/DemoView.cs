using System;
using System.Globalization;
using System.Linq;
using Calque.World;
using Spectre.Console;

namespace Calque.Cli.Verbs;

/// <summary>What a person sees after <c>calque demo</c>.</summary>
internal static class DemoView
{
    public static void Print(DemoResult result, Terminal terminal)
    {
        Line(terminal, $"An artificial world of two languages, A and B. A model of A ({result.SourceTokens:N0} tokens) was carried into B");
        Line(terminal, $"({result.TargetTokens:N0} tokens) with fastText vectors of both and {result.DictionaryLines:N0} dictionary lines.");
        Table table = new Table().Border(TableBorder.Simple).AddColumn("word of B").AddColumn("gold dictionary").AddColumn("nearest tokens of A").AddColumn("");
        foreach (DemoExample example in result.Examples)
        {
            table.AddRow(
                Markup.Escape(example.Word), Markup.Escape(string.Join(", ", example.Gold)),
                Markup.Escape(string.Join("  ", example.Neighbors.Select(neighbor =>
                    string.Create(CultureInfo.InvariantCulture, $"{neighbor.Surface} {neighbor.Similarity:F2}")))),
                example.IsRight ? "right" : "wrong");
        }

        terminal.Tables().Write(table);
        GoldScore score = result.Score;
        Line(terminal, $"Nearest token is a translation: {score.Right:N0} of {score.WholeWords:N0} whole words ({score.Share:P1}).");
        Line(terminal, $"A translation is among the neighbours: {score.RightAmongNeighbors:N0} ({score.ShareAmongNeighbors:P1}).");
        Line(terminal, $"Words that the given dictionary does not have: {score.UnseenRight:N0} of {score.Unseen:N0} right ({score.UnseenShare:P1}).");
        Line(terminal, $"The new embedding row is nearest to the right concept's: {result.RightRows:N0} of {score.WholeWords:N0}. Rows drawn at random: {result.RandomRows:N0}.");
        if (result.Output is { } written)
            Line(terminal, $"Kept: {written} (inputs, and the model with calque.manifest.json and provenance.jsonl)");
    }

    private static void Line(Terminal terminal, FormattableString text) => terminal.Output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
