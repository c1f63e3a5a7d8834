using System;
using System.IO;
using Spectre.Console;

namespace Calque.Cli;

/// <summary>Where a verb writes: results to <see cref="Output"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    private readonly bool noColor;

    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal, bool noColor)
    {
        Output = output;
        Error = error;
        OutputIsTerminal = outputIsTerminal;
        ErrorIsTerminal = errorIsTerminal;
        this.noColor = noColor;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Columns of the terminal; 100 where the output is not one, so that a file holds the same text everywhere.</summary>
    public int Width
    {
        get
        {
            try
            {
                return OutputIsTerminal && Console.WindowWidth > 0 ? Math.Max(Console.WindowWidth, 40) : 100;
            }
            catch (IOException)
            {
                return 100;
            }
        }
    }

    /// <summary>
    /// A writer of tables on <see cref="Output"/>. The library decides about colour by the variable TERM alone, so a pipe would
    /// hold escape codes: they are switched off here wherever the output is not a terminal or the user asked for none.
    /// </summary>
    public IAnsiConsole Tables()
    {
        bool plain = !OutputIsTerminal || noColor;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
