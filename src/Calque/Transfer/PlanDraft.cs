using System;
using System.Collections.Generic;

namespace Calque.Transfer;

/// <summary>A plan while it is made: which target tokens are still open, and what the closed ones got.</summary>
public sealed class PlanDraft
{
    // The entries of all rows in the order in which they were filled; the finished plan has them in the order of rows.
    private readonly List<int> _sources = [];
    private readonly List<float> _weights = [];
    private readonly List<float> _similarities = [];
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly byte[] _rules;
    private readonly bool[] _closed;
    private readonly List<string> _ruleNames = [];

    /// <summary>Opens a row for every id of the target vocabulary.</summary>
    public PlanDraft(TokenizerSide source, TokenizerSide target)
    {
        Source = source;
        Target = target;
        int rows = target.VocabularySize;
        _starts = new int[rows];
        _lengths = new int[rows];
        _rules = new byte[rows];
        _closed = new bool[rows];
    }

    /// <summary>The source side.</summary>
    public TokenizerSide Source { get; }

    /// <summary>The target side.</summary>
    public TokenizerSide Target { get; }

    /// <summary>Whether no rule has filled this row yet.</summary>
    public bool IsOpen(int target) => !_closed[target];

    /// <summary>Fills a row with one source row, unchanged.</summary>
    public void Copy(int target, int source, string rule) => Mix(target, [source], [1f], [1f], rule);

    /// <summary>Fills a row with a weighted mean of source rows.</summary>
    /// <param name="target">The target token, still open.</param>
    /// <param name="sources">Source tokens.</param>
    /// <param name="weights">Their weights, adding up to 1.</param>
    /// <param name="similarities">The similarities behind the weights.</param>
    /// <param name="rule">The name of the rule.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Mix(int target, ReadOnlySpan<int> sources, ReadOnlySpan<float> weights, ReadOnlySpan<float> similarities, string rule)
    {
        if (weights.Length != sources.Length || similarities.Length != sources.Length)
            throw new ArgumentException($"{sources.Length} sources with {weights.Length} weights and {similarities.Length} similarities", nameof(weights));
        Close(target, rule);
        _starts[target] = _sources.Count;
        _lengths[target] = sources.Length;
        _sources.AddRange(sources);
        _weights.AddRange(weights);
        _similarities.AddRange(similarities);
    }

    /// <summary>Makes room for entries to come, so that the lists need not grow step by step.</summary>
    internal void Reserve(int entries)
    {
        _sources.EnsureCapacity(_sources.Count + entries);
        _weights.EnsureCapacity(_weights.Count + entries);
        _similarities.EnsureCapacity(_similarities.Count + entries);
    }

    /// <summary>Leaves a row to a random draw.</summary>
    public void Draw(int target, string rule) => Close(target, rule);

    /// <summary>The finished plan.</summary>
    /// <exception cref="InvalidOperationException">A row is still open: the last rule of a method must fill every row.</exception>
    public TransferPlan Finish(string method, ulong seed, IReadOnlyDictionary<string, string> options)
    {
        int rows = Target.VocabularySize;
        long[] offsets = new long[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            if (!_closed[row])
                throw new InvalidOperationException($"no rule filled target token {row}");
            offsets[row + 1] = offsets[row] + _lengths[row];
        }

        int[] sources = new int[offsets[rows]];
        float[] weights = new float[offsets[rows]];
        float[] similarities = new float[offsets[rows]];
        ulong[] keys = new ulong[rows];
        for (int row = 0; row < rows; row++)
        {
            int goal = (int)offsets[row];
            _sources.CopyTo(_starts[row], sources, goal, _lengths[row]);
            _weights.CopyTo(_starts[row], weights, goal, _lengths[row]);
            _similarities.CopyTo(_starts[row], similarities, goal, _lengths[row]);
            keys[row] = VocabularyHash.DrawKey(Target.Tokenizer.GetToken(row), row);
        }

        byte[] sourceRows = new byte[Source.VocabularySize];
        for (int row = 0; row < sourceRows.Length; row++)
            sourceRows[row] = Source.Tokenizer.GetToken(row) is null ? (byte)0 : (byte)1;

        return new TransferPlan
        {
            SourceVocabularySize = Source.VocabularySize,
            TargetVocabularySize = rows,
            RowOffsets = offsets,
            SourceIds = sources,
            Weights = weights,
            Similarities = similarities,
            Rules = _rules,
            RuleNames = _ruleNames,
            DrawKeys = keys,
            SourceRows = sourceRows,
            Method = method,
            Seed = seed,
            SourceVocabularyHash = VocabularyHash.Compute(Source.Tokenizer),
            TargetVocabularyHash = VocabularyHash.Compute(Target.Tokenizer),
            Options = options,
        };
    }

    private void Close(int target, string rule)
    {
        if (_closed[target])
            throw new InvalidOperationException($"target token {target} is filled already");
        int index = _ruleNames.IndexOf(rule);
        if (index < 0)
        {
            index = _ruleNames.Count;
            _ruleNames.Add(rule);
        }

        _closed[target] = true;
        _rules[target] = checked((byte)index);
    }
}
