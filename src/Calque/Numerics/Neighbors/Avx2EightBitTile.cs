using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Neighbors;

/// <summary>6 queries × 32 pool rows in 12 registers of 16 short sums.</summary>
internal sealed unsafe class Avx2EightBitTile : EightBitKernel
{
    private const int RowCount = 6;
    private const int Width = 16;

    /// <inheritdoc/>
    public override int RowsPerTile => RowCount;

    /// <inheritdoc/>
    public override int ColumnsPerTile => 2 * Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Multiply(
        byte* queries, int panelCount, sbyte* pool, short* start, int pairs, int segmentPairs, int shift, short* thresholds, short* columnThresholds, short* rowShifts, TileHit* hits)
    {
        TileHit* hit = hits;
        byte* x = queries;
        short* room = stackalloc short[2 * RowCount * Width];
        Vector256<short> start0 = Vector256.Load(start);
        Vector256<short> start1 = Vector256.Load(start + Width);
        for (int panel = 0; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector256<short> s00 = start0, s01 = start1;
            Vector256<short> s10 = start0, s11 = start1;
            Vector256<short> s20 = start0, s21 = start1;
            Vector256<short> s30 = start0, s31 = start1;
            Vector256<short> s40 = start0, s41 = start1;
            Vector256<short> s50 = start0, s51 = start1;
            sbyte* y = pool;
            int end = Math.Min(segmentPairs, pairs);
            for (int pair = 0; pair < end; pair++)
            {
                Vector256<sbyte> y0 = Vector256.Load(y);
                Vector256<sbyte> y1 = Vector256.Load(y + (2 * Width));
                Vector256<byte> x0 = Vector256.Create(((uint*)x)[0]).AsByte();
                s00 += Avx2.MultiplyAddAdjacent(x0, y0);
                s01 += Avx2.MultiplyAddAdjacent(x0, y1);
                Vector256<byte> x1 = Vector256.Create(((uint*)x)[1]).AsByte();
                s10 += Avx2.MultiplyAddAdjacent(x1, y0);
                s11 += Avx2.MultiplyAddAdjacent(x1, y1);
                Vector256<byte> x2 = Vector256.Create(((uint*)x)[2]).AsByte();
                s20 += Avx2.MultiplyAddAdjacent(x2, y0);
                s21 += Avx2.MultiplyAddAdjacent(x2, y1);
                Vector256<byte> x3 = Vector256.Create(((uint*)x)[3]).AsByte();
                s30 += Avx2.MultiplyAddAdjacent(x3, y0);
                s31 += Avx2.MultiplyAddAdjacent(x3, y1);
                Vector256<byte> x4 = Vector256.Create(((uint*)x)[4]).AsByte();
                s40 += Avx2.MultiplyAddAdjacent(x4, y0);
                s41 += Avx2.MultiplyAddAdjacent(x4, y1);
                Vector256<byte> x5 = Vector256.Create(((uint*)x)[5]).AsByte();
                s50 += Avx2.MultiplyAddAdjacent(x5, y0);
                s51 += Avx2.MultiplyAddAdjacent(x5, y1);
                x += 6 * BytesPerPair;
                y += 4 * Width;
            }

            if (end < pairs)
            {
                // The sums of one stretch make room for the next: halved often enough that all of them fit 16 bits together.
                Vector256<short>* sums = (Vector256<short>*)room;
                sums[0] = s00 >> shift;
                sums[1] = s01 >> shift;
                sums[2] = s10 >> shift;
                sums[3] = s11 >> shift;
                sums[4] = s20 >> shift;
                sums[5] = s21 >> shift;
                sums[6] = s30 >> shift;
                sums[7] = s31 >> shift;
                sums[8] = s40 >> shift;
                sums[9] = s41 >> shift;
                sums[10] = s50 >> shift;
                sums[11] = s51 >> shift;
                for (int stretch = 1; end < pairs; stretch++)
                {
                    int begin = end;
                    end = Math.Min(end + segmentPairs, pairs);
                    start0 = Vector256.Load(start + (stretch * 2 * Width));
                    start1 = Vector256.Load(start + (stretch * 2 * Width) + Width);
                    s00 = start0;
                    s01 = start1;
                    s10 = start0;
                    s11 = start1;
                    s20 = start0;
                    s21 = start1;
                    s30 = start0;
                    s31 = start1;
                    s40 = start0;
                    s41 = start1;
                    s50 = start0;
                    s51 = start1;
                    for (int pair = begin; pair < end; pair++)
                    {
                        Vector256<sbyte> y0 = Vector256.Load(y);
                        Vector256<sbyte> y1 = Vector256.Load(y + (2 * Width));
                        Vector256<byte> x0 = Vector256.Create(((uint*)x)[0]).AsByte();
                        s00 += Avx2.MultiplyAddAdjacent(x0, y0);
                        s01 += Avx2.MultiplyAddAdjacent(x0, y1);
                        Vector256<byte> x1 = Vector256.Create(((uint*)x)[1]).AsByte();
                        s10 += Avx2.MultiplyAddAdjacent(x1, y0);
                        s11 += Avx2.MultiplyAddAdjacent(x1, y1);
                        Vector256<byte> x2 = Vector256.Create(((uint*)x)[2]).AsByte();
                        s20 += Avx2.MultiplyAddAdjacent(x2, y0);
                        s21 += Avx2.MultiplyAddAdjacent(x2, y1);
                        Vector256<byte> x3 = Vector256.Create(((uint*)x)[3]).AsByte();
                        s30 += Avx2.MultiplyAddAdjacent(x3, y0);
                        s31 += Avx2.MultiplyAddAdjacent(x3, y1);
                        Vector256<byte> x4 = Vector256.Create(((uint*)x)[4]).AsByte();
                        s40 += Avx2.MultiplyAddAdjacent(x4, y0);
                        s41 += Avx2.MultiplyAddAdjacent(x4, y1);
                        Vector256<byte> x5 = Vector256.Create(((uint*)x)[5]).AsByte();
                        s50 += Avx2.MultiplyAddAdjacent(x5, y0);
                        s51 += Avx2.MultiplyAddAdjacent(x5, y1);
                        x += 6 * BytesPerPair;
                        y += 4 * Width;
                    }

                    sums[0] += s00 >> shift;
                    sums[1] += s01 >> shift;
                    sums[2] += s10 >> shift;
                    sums[3] += s11 >> shift;
                    sums[4] += s20 >> shift;
                    sums[5] += s21 >> shift;
                    sums[6] += s30 >> shift;
                    sums[7] += s31 >> shift;
                    sums[8] += s40 >> shift;
                    sums[9] += s41 >> shift;
                    sums[10] += s50 >> shift;
                    sums[11] += s51 >> shift;
                }

                s00 = sums[0];
                s01 = sums[1];
                s10 = sums[2];
                s11 = sums[3];
                s20 = sums[4];
                s21 = sums[5];
                s30 = sums[6];
                s31 = sums[7];
                s40 = sums[8];
                s41 = sums[9];
                s50 = sums[10];
                s51 = sums[11];
                start0 = Vector256.Load(start);
                start1 = Vector256.Load(start + Width);
            }

            int row = panel * 6;
            if (columnThresholds != null)
            {
                Vector256<short> c0 = Vector256.Load(columnThresholds);
                Vector256<short> c1 = Vector256.Load(columnThresholds + Width);
                Vector256<short> a0 = Vector256.Create(rowShifts[row + 0]);
                Vector256<short> a1 = Vector256.Create(rowShifts[row + 1]);
                Vector256<short> a2 = Vector256.Create(rowShifts[row + 2]);
                Vector256<short> a3 = Vector256.Create(rowShifts[row + 3]);
                Vector256<short> a4 = Vector256.Create(rowShifts[row + 4]);
                Vector256<short> a5 = Vector256.Create(rowShifts[row + 5]);
                Vector256<short> most0 = Vector256.AddSaturate(s00, a0);
                most0 = Vector256.Max(most0, Vector256.AddSaturate(s10, a1));
                most0 = Vector256.Max(most0, Vector256.AddSaturate(s20, a2));
                most0 = Vector256.Max(most0, Vector256.AddSaturate(s30, a3));
                most0 = Vector256.Max(most0, Vector256.AddSaturate(s40, a4));
                most0 = Vector256.Max(most0, Vector256.AddSaturate(s50, a5));
                Vector256<short> most1 = Vector256.AddSaturate(s01, a0);
                most1 = Vector256.Max(most1, Vector256.AddSaturate(s11, a1));
                most1 = Vector256.Max(most1, Vector256.AddSaturate(s21, a2));
                most1 = Vector256.Max(most1, Vector256.AddSaturate(s31, a3));
                most1 = Vector256.Max(most1, Vector256.AddSaturate(s41, a4));
                most1 = Vector256.Max(most1, Vector256.AddSaturate(s51, a5));
                if (!Vector256.LessThanAll(most0, c0) || !Vector256.LessThanAll(most1, c1))
                {
                    hit = Append(hit, row + 0, Hits(s00, s01, Vector256.Create(thresholds[row + 0])) | Hits(Vector256.AddSaturate(s00, a0), Vector256.AddSaturate(s01, a0), c0, c1));
                    hit = Append(hit, row + 1, Hits(s10, s11, Vector256.Create(thresholds[row + 1])) | Hits(Vector256.AddSaturate(s10, a1), Vector256.AddSaturate(s11, a1), c0, c1));
                    hit = Append(hit, row + 2, Hits(s20, s21, Vector256.Create(thresholds[row + 2])) | Hits(Vector256.AddSaturate(s20, a2), Vector256.AddSaturate(s21, a2), c0, c1));
                    hit = Append(hit, row + 3, Hits(s30, s31, Vector256.Create(thresholds[row + 3])) | Hits(Vector256.AddSaturate(s30, a3), Vector256.AddSaturate(s31, a3), c0, c1));
                    hit = Append(hit, row + 4, Hits(s40, s41, Vector256.Create(thresholds[row + 4])) | Hits(Vector256.AddSaturate(s40, a4), Vector256.AddSaturate(s41, a4), c0, c1));
                    hit = Append(hit, row + 5, Hits(s50, s51, Vector256.Create(thresholds[row + 5])) | Hits(Vector256.AddSaturate(s50, a5), Vector256.AddSaturate(s51, a5), c0, c1));
                    continue;
                }
            }

            Vector256<short> limit0 = Vector256.Create(thresholds[row + 0]);
            if (!Vector256.LessThanAll(Vector256.Max(s00, s01), limit0))
            {
                hit = Append(hit, row + 0, Hits(s00, s01, limit0));
            }

            Vector256<short> limit1 = Vector256.Create(thresholds[row + 1]);
            if (!Vector256.LessThanAll(Vector256.Max(s10, s11), limit1))
            {
                hit = Append(hit, row + 1, Hits(s10, s11, limit1));
            }

            Vector256<short> limit2 = Vector256.Create(thresholds[row + 2]);
            if (!Vector256.LessThanAll(Vector256.Max(s20, s21), limit2))
            {
                hit = Append(hit, row + 2, Hits(s20, s21, limit2));
            }

            Vector256<short> limit3 = Vector256.Create(thresholds[row + 3]);
            if (!Vector256.LessThanAll(Vector256.Max(s30, s31), limit3))
            {
                hit = Append(hit, row + 3, Hits(s30, s31, limit3));
            }

            Vector256<short> limit4 = Vector256.Create(thresholds[row + 4]);
            if (!Vector256.LessThanAll(Vector256.Max(s40, s41), limit4))
            {
                hit = Append(hit, row + 4, Hits(s40, s41, limit4));
            }

            Vector256<short> limit5 = Vector256.Create(thresholds[row + 5]);
            if (!Vector256.LessThanAll(Vector256.Max(s50, s51), limit5))
            {
                hit = Append(hit, row + 5, Hits(s50, s51, limit5));
            }
        }

        return (int)(hit - hits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(Vector256<short> s0, Vector256<short> s1, Vector256<short> t) => Hits(s0, s1, t, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(Vector256<short> s0, Vector256<short> s1, Vector256<short> t0, Vector256<short> t1) =>
        (ulong)Vector256.GreaterThanOrEqual(s0, t0).ExtractMostSignificantBits() | ((ulong)Vector256.GreaterThanOrEqual(s1, t1).ExtractMostSignificantBits() << Width);
}
