using System;
using System.Collections.Generic;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>Cuts a text at the matches of a pattern, with one of the behaviours of <see cref="SplitBehavior"/>.</summary>
internal static class TextSplitter
{
    [ThreadStatic]
    private static List<PatternMatch>? _matches;

    /// <summary>Cuts <paramref name="piece"/> where <paramref name="pattern"/> matches; <paramref name="invert"/> swaps matches and the rest.</summary>
    public static void Split(NormalizedText piece, Pattern pattern, SplitBehavior behavior, bool invert, List<NormalizedText> result)
    {
        if (piece.Length == 0)
            return;
        List<PatternMatch> matches = _matches ?? new List<PatternMatch>();
        _matches = null; // a pattern that splits by itself would find the list in use
        matches.Clear();
        pattern.FindMatches(piece.Bytes, matches);
        Cut(piece, matches, behavior, invert, result);
        _matches = matches;
    }

    private static void Cut(NormalizedText piece, List<PatternMatch> matches, SplitBehavior behavior, bool invert, List<NormalizedText> result)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                foreach (Segment segment in Segments(piece.Length, matches, invert))
                    Emit(piece, segment, drop: segment.IsMatch, result);
                break;
            case SplitBehavior.Isolated:
                foreach (Segment segment in Segments(piece.Length, matches, invert))
                    Emit(piece, segment, drop: false, result);
                break;
            case SplitBehavior.Contiguous:
                MergeForward(piece, Segments(piece.Length, matches, invert), static (before, now) => before == now, result);
                break;
            case SplitBehavior.MergedWithPrevious:
                MergeForward(piece, Segments(piece.Length, matches, invert), static (before, now) => now && !before, result);
                break;
            case SplitBehavior.MergedWithNext:
                MergeWithNext(piece, Segments(piece.Length, matches, invert), result);
                break;
        }
    }

    // A segment joins the one before it where the rule says so of their being matches (before, this).
    private static void MergeForward(NormalizedText piece, SegmentList segments, Func<bool, bool, bool> joins, List<NormalizedText> result)
    {
        Segment open = default;
        bool previous = false, any = false;
        foreach (Segment segment in segments)
        {
            if (any && joins(previous, segment.IsMatch))
            {
                open = open with { End = segment.End };
            }
            else
            {
                if (any)
                    Emit(piece, open, drop: false, result);
                open = segment;
            }

            any = true;
            previous = segment.IsMatch;
        }

        Emit(piece, open, drop: false, result);
    }

    // The rule looks from right to left: a delimiter joins what stands to its right unless that is a delimiter too.
    private static void MergeWithNext(NormalizedText piece, SegmentList segments, List<NormalizedText> result)
    {
        Segment open = default;
        bool any = false;
        foreach (Segment segment in segments)
        {
            if (any && open.IsMatch && !segment.IsMatch)
            {
                open = new Segment(open.Start, segment.End, false);
                continue;
            }

            if (any)
                Emit(piece, open, drop: false, result);
            open = segment;
            any = true;
        }

        Emit(piece, open, drop: false, result);
    }

    private static void Emit(NormalizedText piece, Segment segment, bool drop, List<NormalizedText> result)
    {
        if (!drop && segment.End > segment.Start)
            result.Add(segment.Start == 0 && segment.End == piece.Length ? piece.Slice(0, piece.Length) : piece.Slice(segment.Start, segment.End));
    }

    private static SegmentList Segments(int length, List<PatternMatch> matches, bool invert) => new(length, matches, invert);

    /// <summary>A stretch of the text; <c>IsMatch</c> says that it is a delimiter.</summary>
    private readonly record struct Segment(int Start, int End, bool IsMatch);

    /// <summary>Matches and what lies between them, in order.</summary>
    private readonly struct SegmentList(int length, List<PatternMatch> matches, bool invert)
    {
        public Enumerator GetEnumerator() => new(length, matches, invert);

        public struct Enumerator(int length, List<PatternMatch> matches, bool invert)
        {
            private int _next;
            private int _position;

            public Segment Current { get; private set; }

            public bool MoveNext()
            {
                if (_next < matches.Count)
                {
                    PatternMatch match = matches[_next];
                    if (_position != match.Start)
                    {
                        Current = new Segment(_position, match.Start, invert);
                        _position = match.Start;
                        return true;
                    }

                    Current = new Segment(match.Start, match.End, !invert);
                    _position = match.End;
                    _next++;
                    return true;
                }

                if (_position == length)
                    return false;
                Current = new Segment(_position, length, invert);
                _position = length;
                return true;
            }
        }
    }
}
