using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Calque.Inspection;
using Spectre.Console;

namespace Calque.Cli.Verbs;

/// <summary>What a person sees after <c>calque inspect</c>.</summary>
internal static class InspectView
{
    public static void Print(InspectionResult result, Terminal terminal)
    {
        terminal.Output.WriteLine($"{result.Path}: {result.Kind}");
        foreach (InspectionSection section in result.Sections)
        {
            terminal.Output.WriteLine();
            terminal.Output.WriteLine(Visible(section.Title));
            PrintFacts(section.Facts, terminal.Output);
            if (section.Table is { Rows.Count: > 0 } table)
                PrintTable(table, terminal);
            else if (section.Table is { } hidden)
                terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {hidden.RowsInAll:N0} rows"));
        }

        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
    }

    private static void PrintFacts(IReadOnlyList<InspectionFact> facts, TextWriter output)
    {
        int width = facts.Count == 0 ? 0 : facts.Max(fact => fact.Name.Length);
        foreach (InspectionFact fact in facts)
            output.WriteLine($"  {Visible(fact.Name).PadRight(width)}  {Visible(fact.Value.ToString())}".TrimEnd());
    }

    private static void PrintTable(InspectionTable table, Terminal terminal)
    {
        Table view = new Table().Border(TableBorder.Simple);
        for (int column = 0; column < table.Columns.Count; column++)
        {
            TableColumn head = new(Markup.Escape(table.Columns[column]));
            int index = column;
            view.AddColumn(table.Rows.All(row => row[index].IsNumber) ? head.RightAligned() : head);
        }

        // Ids and line numbers are read as they are, without thousands parted.
        foreach (IReadOnlyList<InspectionValue> row in table.Rows)
            view.AddRow([.. row.Select((value, column) => Markup.Escape(Visible(IsNumberOf(table.Columns[column]) && value.Whole is { } whole ? whole.ToString(CultureInfo.InvariantCulture) : value.ToString())))]);
        terminal.Tables().Write(view);
        if (table.RowsInAll > table.Rows.Count)
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … {table.RowsInAll - table.Rows.Count:N0} more (--limit)"));
    }

    private static bool IsNumberOf(string column) => column is "id" or "line" or "source id";

    // Control and direction characters of a token would act on the terminal.
    private static string Visible(string text)
    {
        StringBuilder visible = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool acts = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
            visible.Append(acts ? $"\\u{{{rune.Value:X}}}" : rune.ToString());
        }

        return visible.ToString();
    }
}
