namespace Calque.Text;

/// <summary>Code points from <paramref name="Start"/> to <paramref name="End"/>, exclusive, that share a value.</summary>
internal readonly record struct CodePointRun(int Start, int End, int Value);
