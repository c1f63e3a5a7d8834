using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Calque.Alignment;
using Calque.Numerics.LinearAlgebra;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>WECHSEL's own alignment: orthogonal Procrustes on raw vectors, the source mapped onto the target (Minixhofer et al. 2022, equation 2).</summary>
internal sealed class ProcrustesSpace
{
    private readonly TransferOptions _options;
    private readonly WordVectors _targetWords;
    private readonly TrainingPairs _pairs;
    private readonly PrincipalComponents? _targetAxes;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly int _dimension;

    /// <param name="options">The options of the transfer.</param>
    /// <param name="targetWords">Word vectors of the target language.</param>
    /// <param name="pairs">The dictionary's pairs.</param>
    /// <param name="sourceAxes">What the source vectors are reduced by, or null.</param>
    /// <param name="targetAxes">What the target vectors are reduced by, or null.</param>
    public ProcrustesSpace(TransferOptions options, WordVectors targetWords, TrainingPairs pairs, PrincipalComponents? sourceAxes, PrincipalComponents? targetAxes)
    {
        _options = options;
        _targetWords = targetWords;
        _pairs = pairs;
        _targetAxes = targetAxes;
        _x = PrincipalAxes.Project(sourceAxes, pairs.SourceRows);
        _y = PrincipalAxes.Project(targetAxes, pairs.TargetRows);
        _dimension = _x.Length / pairs.Count;
    }

    /// <summary>Fits the map and applies it to the source tokens, in place.</summary>
    public SpaceFit Fit(TokenVectors source, TokenVectors target)
    {
        AlignmentMap map = OrthogonalProcrustes.Fit(_x, _y, _pairs.Weights, _pairs.Count, _dimension);
        map.Apply(source.Rows.AsSpan(0, source.RowCount * _dimension));
        return new SpaceFit(source, target, _pairs.Count, map.Residual, map.SingularValueRatio, MeasureHeldOut(map), map.Warnings);
    }

    private HeldOutFigures? MeasureHeldOut(AlignmentMap whole)
    {
        if (HeldOutPairs.Draw(_pairs.SourceWords, _options.Seed, _pairs.Composed) is not { } part)
            return null;
        double[]? weights = _pairs.Weights is { } all ? [.. part.Rest.Select(i => all[i])] : null;
        double[] matrix = OrthogonalProcrustes.FitNear(whole, Gather(_x, part.Rest), Gather(_y, part.Rest), weights, part.Rest.Length);
        float[] mapped = new float[(long)part.HeldOut.Length * _dimension];
        MatrixProducts.MapRows(Gather(_x, part.HeldOut), part.HeldOut.Length, _dimension, matrix, _dimension, mapped);
        int[] translations = new int[part.HeldOut.Length];
        float[] pool = Pool(part.HeldOut, translations);
        return part.Measure(_pairs.SourceWords, mapped, translations, pool, _dimension, _options.ThreadCount);
    }

    /// <summary>Vectors of the most frequent target words and of the held-out translations.</summary>
    private float[] Pool(int[] heldOut, int[] translations)
    {
        Dictionary<int, int> placeOf = [];
        int most = Math.Min(_targetWords.Count, HeldOutPairs.TargetWords);
        float[] rows = new float[(long)(most + heldOut.Length) * _targetWords.Dimension];
        for (int word = 0; word < most; word++)
            Add(word);
        for (int i = 0; i < heldOut.Length; i++)
        {
            int word = _targetWords.IndexOf(Encoding.UTF8.GetBytes(_pairs.TargetWords[heldOut[i]]));
            translations[i] = Add(word);
        }

        Array.Resize(ref rows, placeOf.Count * _targetWords.Dimension);
        return PrincipalAxes.Project(_targetAxes, rows);

        // A word without a direction has no neighbours: place -1.
        int Add(int word)
        {
            if (placeOf.TryGetValue(word, out int place))
                return place;
            place = placeOf.Count;
            Span<float> row = rows.AsSpan(place * _targetWords.Dimension, _targetWords.Dimension);
            ReadOnlySpan<byte> utf8 = _targetWords.GetWordUtf8(word);
            _targetWords.GetVector(utf8, row);
            if (utf8.SequenceEqual("</s>"u8) || !row.ContainsAnyExcept(0f))
                return -1;
            placeOf.Add(word, place);
            return place;
        }
    }

    private float[] Gather(float[] rows, int[] places)
    {
        float[] some = new float[(long)places.Length * _dimension];
        for (int i = 0; i < places.Length; i++)
            rows.AsSpan(places[i] * _dimension, _dimension).CopyTo(some.AsSpan(i * _dimension));
        return some;
    }
}
