using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Retrieval;

namespace Calque.DictionaryLab;

/// <summary>The most frequent words of both sides, and all words of some pairs, in one space, for retrieval in both directions by CSLS.</summary>
internal sealed class CommonSpace
{
    private const int MostWords = 20_000;

    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly Dictionary<int, int> _placeOfSource;
    private readonly Dictionary<int, int> _placeOfTarget;
    private readonly TranslationRetrieval _retrieval;

    public CommonSpace(LabSpaces spaces, IEnumerable<RowPair> pairs, AlignmentMap map, int threads, CancellationToken cancellation)
    {
        RowPair[] known = [.. pairs];
        _sources = Choose(spaces.SourceSpace, known.Select(pair => pair.Source));
        _targets = Choose(spaces.TargetSpace, known.Select(pair => pair.Target));
        _placeOfSource = Places(_sources);
        _placeOfTarget = Places(_targets);
        float[] mapped = spaces.SourceSpace.Gather(_sources);
        map.Apply(mapped);
        _retrieval = TranslationRetrieval.Prepare(
            mapped, _sources.Length, spaces.TargetSpace.Gather(_targets), _targets.Length, map.Dimension, new RetrievalOptions { Threads = threads }, null, cancellation);
    }

    /// <summary>The best target rows of source rows that are in the space, best first.</summary>
    public int[][] Translate(IReadOnlyList<int> sourceRows, int k, CancellationToken cancellation) =>
        Answers(_retrieval.Translate([.. sourceRows.Select(row => _placeOfSource[row])], k, cancellation), _targets);

    /// <summary>The best source rows of target rows that are in the space, best first.</summary>
    public int[][] TranslateBack(IReadOnlyList<int> targetRows, int k, CancellationToken cancellation) =>
        Answers(_retrieval.TranslateBack([.. targetRows.Select(row => _placeOfTarget[row])], k, cancellation), _sources);

    private static int[][] Answers(RetrievalTable table, int[] rows) =>
        [.. Enumerable.Range(0, table.Count).Select(query => table.Indices(query).ToArray().Select(place => rows[place]).ToArray())];

    private static int[] Choose(NormalizedSpace space, IEnumerable<int> always) =>
        [.. Enumerable.Range(0, Math.Min(space.Count, MostWords)).Where(row => RobustAlignment.IsUsable(space, row)).Concat(always).Distinct().Order()];

    private static Dictionary<int, int> Places(int[] rows)
    {
        Dictionary<int, int> places = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            places.Add(rows[i], i);
        return places;
    }
}
