using System;

namespace Calque.Text;

/// <summary>
/// A list of runs. The framework's list over a struct of ours would be compiled in every process that meets its first character
/// beyond ASCII, a method at a time.
/// </summary>
internal sealed class CodePointRuns
{
    private CodePointRun[] _runs = new CodePointRun[256];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A run.</summary>
    public CodePointRun this[int index] => _runs[index];

    /// <summary>Appends a run.</summary>
    public void Add(CodePointRun run)
    {
        if (Count == _runs.Length)
        {
            var longer = new CodePointRun[Count * 2];
            Array.Copy(_runs, longer, Count);
            _runs = longer;
        }

        _runs[Count++] = run;
    }

    /// <summary>The runs in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the runs.</summary>
    public struct Enumerator(CodePointRuns runs)
    {
        private int _next;

        /// <summary>The run that it stands on.</summary>
        public readonly CodePointRun Current => runs._runs[_next - 1];

        /// <summary>Goes to the next.</summary>
        public bool MoveNext() => ++_next <= runs.Count;
    }
}
