using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Neighbors;

/// <summary>12 queries × 64 pool rows in 24 registers of 32 short sums.</summary>
internal sealed unsafe class Avx512EightBitTile : EightBitKernel
{
    private const int RowCount = 12;
    private const int Width = 32;

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
        Vector512<short> start0 = Vector512.Load(start);
        Vector512<short> start1 = Vector512.Load(start + Width);
        for (int panel = 0; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector512<short> s00 = start0, s01 = start1;
            Vector512<short> s10 = start0, s11 = start1;
            Vector512<short> s20 = start0, s21 = start1;
            Vector512<short> s30 = start0, s31 = start1;
            Vector512<short> s40 = start0, s41 = start1;
            Vector512<short> s50 = start0, s51 = start1;
            Vector512<short> s60 = start0, s61 = start1;
            Vector512<short> s70 = start0, s71 = start1;
            Vector512<short> s80 = start0, s81 = start1;
            Vector512<short> s90 = start0, s91 = start1;
            Vector512<short> s100 = start0, s101 = start1;
            Vector512<short> s110 = start0, s111 = start1;
            sbyte* y = pool;
            int end = Math.Min(segmentPairs, pairs);
            for (int pair = 0; pair < end; pair++)
            {
                Vector512<sbyte> y0 = Vector512.Load(y);
                Vector512<sbyte> y1 = Vector512.Load(y + (2 * Width));
                Vector512<byte> x0 = Vector512.Create(((uint*)x)[0]).AsByte();
                s00 += Avx512BW.MultiplyAddAdjacent(x0, y0);
                s01 += Avx512BW.MultiplyAddAdjacent(x0, y1);
                Vector512<byte> x1 = Vector512.Create(((uint*)x)[1]).AsByte();
                s10 += Avx512BW.MultiplyAddAdjacent(x1, y0);
                s11 += Avx512BW.MultiplyAddAdjacent(x1, y1);
                Vector512<byte> x2 = Vector512.Create(((uint*)x)[2]).AsByte();
                s20 += Avx512BW.MultiplyAddAdjacent(x2, y0);
                s21 += Avx512BW.MultiplyAddAdjacent(x2, y1);
                Vector512<byte> x3 = Vector512.Create(((uint*)x)[3]).AsByte();
                s30 += Avx512BW.MultiplyAddAdjacent(x3, y0);
                s31 += Avx512BW.MultiplyAddAdjacent(x3, y1);
                Vector512<byte> x4 = Vector512.Create(((uint*)x)[4]).AsByte();
                s40 += Avx512BW.MultiplyAddAdjacent(x4, y0);
                s41 += Avx512BW.MultiplyAddAdjacent(x4, y1);
                Vector512<byte> x5 = Vector512.Create(((uint*)x)[5]).AsByte();
                s50 += Avx512BW.MultiplyAddAdjacent(x5, y0);
                s51 += Avx512BW.MultiplyAddAdjacent(x5, y1);
                Vector512<byte> x6 = Vector512.Create(((uint*)x)[6]).AsByte();
                s60 += Avx512BW.MultiplyAddAdjacent(x6, y0);
                s61 += Avx512BW.MultiplyAddAdjacent(x6, y1);
                Vector512<byte> x7 = Vector512.Create(((uint*)x)[7]).AsByte();
                s70 += Avx512BW.MultiplyAddAdjacent(x7, y0);
                s71 += Avx512BW.MultiplyAddAdjacent(x7, y1);
                Vector512<byte> x8 = Vector512.Create(((uint*)x)[8]).AsByte();
                s80 += Avx512BW.MultiplyAddAdjacent(x8, y0);
                s81 += Avx512BW.MultiplyAddAdjacent(x8, y1);
                Vector512<byte> x9 = Vector512.Create(((uint*)x)[9]).AsByte();
                s90 += Avx512BW.MultiplyAddAdjacent(x9, y0);
                s91 += Avx512BW.MultiplyAddAdjacent(x9, y1);
                Vector512<byte> x10 = Vector512.Create(((uint*)x)[10]).AsByte();
                s100 += Avx512BW.MultiplyAddAdjacent(x10, y0);
                s101 += Avx512BW.MultiplyAddAdjacent(x10, y1);
                Vector512<byte> x11 = Vector512.Create(((uint*)x)[11]).AsByte();
                s110 += Avx512BW.MultiplyAddAdjacent(x11, y0);
                s111 += Avx512BW.MultiplyAddAdjacent(x11, y1);
                x += 12 * BytesPerPair;
                y += 4 * Width;
            }

            if (end < pairs)
            {
                // The sums of one stretch make room for the next: halved often enough that all of them fit 16 bits together.
                Vector512<short>* sums = (Vector512<short>*)room;
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
                sums[12] = s60 >> shift;
                sums[13] = s61 >> shift;
                sums[14] = s70 >> shift;
                sums[15] = s71 >> shift;
                sums[16] = s80 >> shift;
                sums[17] = s81 >> shift;
                sums[18] = s90 >> shift;
                sums[19] = s91 >> shift;
                sums[20] = s100 >> shift;
                sums[21] = s101 >> shift;
                sums[22] = s110 >> shift;
                sums[23] = s111 >> shift;
                for (int stretch = 1; end < pairs; stretch++)
                {
                    int begin = end;
                    end = Math.Min(end + segmentPairs, pairs);
                    start0 = Vector512.Load(start + (stretch * 2 * Width));
                    start1 = Vector512.Load(start + (stretch * 2 * Width) + Width);
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
                    s60 = start0;
                    s61 = start1;
                    s70 = start0;
                    s71 = start1;
                    s80 = start0;
                    s81 = start1;
                    s90 = start0;
                    s91 = start1;
                    s100 = start0;
                    s101 = start1;
                    s110 = start0;
                    s111 = start1;
                    for (int pair = begin; pair < end; pair++)
                    {
                        Vector512<sbyte> y0 = Vector512.Load(y);
                        Vector512<sbyte> y1 = Vector512.Load(y + (2 * Width));
                        Vector512<byte> x0 = Vector512.Create(((uint*)x)[0]).AsByte();
                        s00 += Avx512BW.MultiplyAddAdjacent(x0, y0);
                        s01 += Avx512BW.MultiplyAddAdjacent(x0, y1);
                        Vector512<byte> x1 = Vector512.Create(((uint*)x)[1]).AsByte();
                        s10 += Avx512BW.MultiplyAddAdjacent(x1, y0);
                        s11 += Avx512BW.MultiplyAddAdjacent(x1, y1);
                        Vector512<byte> x2 = Vector512.Create(((uint*)x)[2]).AsByte();
                        s20 += Avx512BW.MultiplyAddAdjacent(x2, y0);
                        s21 += Avx512BW.MultiplyAddAdjacent(x2, y1);
                        Vector512<byte> x3 = Vector512.Create(((uint*)x)[3]).AsByte();
                        s30 += Avx512BW.MultiplyAddAdjacent(x3, y0);
                        s31 += Avx512BW.MultiplyAddAdjacent(x3, y1);
                        Vector512<byte> x4 = Vector512.Create(((uint*)x)[4]).AsByte();
                        s40 += Avx512BW.MultiplyAddAdjacent(x4, y0);
                        s41 += Avx512BW.MultiplyAddAdjacent(x4, y1);
                        Vector512<byte> x5 = Vector512.Create(((uint*)x)[5]).AsByte();
                        s50 += Avx512BW.MultiplyAddAdjacent(x5, y0);
                        s51 += Avx512BW.MultiplyAddAdjacent(x5, y1);
                        Vector512<byte> x6 = Vector512.Create(((uint*)x)[6]).AsByte();
                        s60 += Avx512BW.MultiplyAddAdjacent(x6, y0);
                        s61 += Avx512BW.MultiplyAddAdjacent(x6, y1);
                        Vector512<byte> x7 = Vector512.Create(((uint*)x)[7]).AsByte();
                        s70 += Avx512BW.MultiplyAddAdjacent(x7, y0);
                        s71 += Avx512BW.MultiplyAddAdjacent(x7, y1);
                        Vector512<byte> x8 = Vector512.Create(((uint*)x)[8]).AsByte();
                        s80 += Avx512BW.MultiplyAddAdjacent(x8, y0);
                        s81 += Avx512BW.MultiplyAddAdjacent(x8, y1);
                        Vector512<byte> x9 = Vector512.Create(((uint*)x)[9]).AsByte();
                        s90 += Avx512BW.MultiplyAddAdjacent(x9, y0);
                        s91 += Avx512BW.MultiplyAddAdjacent(x9, y1);
                        Vector512<byte> x10 = Vector512.Create(((uint*)x)[10]).AsByte();
                        s100 += Avx512BW.MultiplyAddAdjacent(x10, y0);
                        s101 += Avx512BW.MultiplyAddAdjacent(x10, y1);
                        Vector512<byte> x11 = Vector512.Create(((uint*)x)[11]).AsByte();
                        s110 += Avx512BW.MultiplyAddAdjacent(x11, y0);
                        s111 += Avx512BW.MultiplyAddAdjacent(x11, y1);
                        x += 12 * BytesPerPair;
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
                    sums[12] += s60 >> shift;
                    sums[13] += s61 >> shift;
                    sums[14] += s70 >> shift;
                    sums[15] += s71 >> shift;
                    sums[16] += s80 >> shift;
                    sums[17] += s81 >> shift;
                    sums[18] += s90 >> shift;
                    sums[19] += s91 >> shift;
                    sums[20] += s100 >> shift;
                    sums[21] += s101 >> shift;
                    sums[22] += s110 >> shift;
                    sums[23] += s111 >> shift;
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
                s60 = sums[12];
                s61 = sums[13];
                s70 = sums[14];
                s71 = sums[15];
                s80 = sums[16];
                s81 = sums[17];
                s90 = sums[18];
                s91 = sums[19];
                s100 = sums[20];
                s101 = sums[21];
                s110 = sums[22];
                s111 = sums[23];
                start0 = Vector512.Load(start);
                start1 = Vector512.Load(start + Width);
            }

            int row = panel * 12;
            if (columnThresholds != null)
            {
                Vector512<short> c0 = Vector512.Load(columnThresholds);
                Vector512<short> c1 = Vector512.Load(columnThresholds + Width);
                Vector512<short> a0 = Vector512.Create(rowShifts[row + 0]);
                Vector512<short> a1 = Vector512.Create(rowShifts[row + 1]);
                Vector512<short> a2 = Vector512.Create(rowShifts[row + 2]);
                Vector512<short> a3 = Vector512.Create(rowShifts[row + 3]);
                Vector512<short> a4 = Vector512.Create(rowShifts[row + 4]);
                Vector512<short> a5 = Vector512.Create(rowShifts[row + 5]);
                Vector512<short> a6 = Vector512.Create(rowShifts[row + 6]);
                Vector512<short> a7 = Vector512.Create(rowShifts[row + 7]);
                Vector512<short> a8 = Vector512.Create(rowShifts[row + 8]);
                Vector512<short> a9 = Vector512.Create(rowShifts[row + 9]);
                Vector512<short> a10 = Vector512.Create(rowShifts[row + 10]);
                Vector512<short> a11 = Vector512.Create(rowShifts[row + 11]);
                Vector512<short> most0 = Vector512.AddSaturate(s00, a0);
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s10, a1));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s20, a2));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s30, a3));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s40, a4));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s50, a5));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s60, a6));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s70, a7));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s80, a8));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s90, a9));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s100, a10));
                most0 = Vector512.Max(most0, Vector512.AddSaturate(s110, a11));
                Vector512<short> most1 = Vector512.AddSaturate(s01, a0);
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s11, a1));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s21, a2));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s31, a3));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s41, a4));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s51, a5));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s61, a6));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s71, a7));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s81, a8));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s91, a9));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s101, a10));
                most1 = Vector512.Max(most1, Vector512.AddSaturate(s111, a11));
                if (!Vector512.LessThanAll(most0, c0) || !Vector512.LessThanAll(most1, c1))
                {
                    hit = Append(hit, row + 0, Hits(s00, s01, Vector512.Create(thresholds[row + 0])) | Hits(Vector512.AddSaturate(s00, a0), Vector512.AddSaturate(s01, a0), c0, c1));
                    hit = Append(hit, row + 1, Hits(s10, s11, Vector512.Create(thresholds[row + 1])) | Hits(Vector512.AddSaturate(s10, a1), Vector512.AddSaturate(s11, a1), c0, c1));
                    hit = Append(hit, row + 2, Hits(s20, s21, Vector512.Create(thresholds[row + 2])) | Hits(Vector512.AddSaturate(s20, a2), Vector512.AddSaturate(s21, a2), c0, c1));
                    hit = Append(hit, row + 3, Hits(s30, s31, Vector512.Create(thresholds[row + 3])) | Hits(Vector512.AddSaturate(s30, a3), Vector512.AddSaturate(s31, a3), c0, c1));
                    hit = Append(hit, row + 4, Hits(s40, s41, Vector512.Create(thresholds[row + 4])) | Hits(Vector512.AddSaturate(s40, a4), Vector512.AddSaturate(s41, a4), c0, c1));
                    hit = Append(hit, row + 5, Hits(s50, s51, Vector512.Create(thresholds[row + 5])) | Hits(Vector512.AddSaturate(s50, a5), Vector512.AddSaturate(s51, a5), c0, c1));
                    hit = Append(hit, row + 6, Hits(s60, s61, Vector512.Create(thresholds[row + 6])) | Hits(Vector512.AddSaturate(s60, a6), Vector512.AddSaturate(s61, a6), c0, c1));
                    hit = Append(hit, row + 7, Hits(s70, s71, Vector512.Create(thresholds[row + 7])) | Hits(Vector512.AddSaturate(s70, a7), Vector512.AddSaturate(s71, a7), c0, c1));
                    hit = Append(hit, row + 8, Hits(s80, s81, Vector512.Create(thresholds[row + 8])) | Hits(Vector512.AddSaturate(s80, a8), Vector512.AddSaturate(s81, a8), c0, c1));
                    hit = Append(hit, row + 9, Hits(s90, s91, Vector512.Create(thresholds[row + 9])) | Hits(Vector512.AddSaturate(s90, a9), Vector512.AddSaturate(s91, a9), c0, c1));
                    hit = Append(hit, row + 10, Hits(s100, s101, Vector512.Create(thresholds[row + 10])) | Hits(Vector512.AddSaturate(s100, a10), Vector512.AddSaturate(s101, a10), c0, c1));
                    hit = Append(hit, row + 11, Hits(s110, s111, Vector512.Create(thresholds[row + 11])) | Hits(Vector512.AddSaturate(s110, a11), Vector512.AddSaturate(s111, a11), c0, c1));
                    continue;
                }
            }

            Vector512<short> limit0 = Vector512.Create(thresholds[row + 0]);
            if (!Vector512.LessThanAll(Vector512.Max(s00, s01), limit0))
            {
                hit = Append(hit, row + 0, Hits(s00, s01, limit0));
            }

            Vector512<short> limit1 = Vector512.Create(thresholds[row + 1]);
            if (!Vector512.LessThanAll(Vector512.Max(s10, s11), limit1))
            {
                hit = Append(hit, row + 1, Hits(s10, s11, limit1));
            }

            Vector512<short> limit2 = Vector512.Create(thresholds[row + 2]);
            if (!Vector512.LessThanAll(Vector512.Max(s20, s21), limit2))
            {
                hit = Append(hit, row + 2, Hits(s20, s21, limit2));
            }

            Vector512<short> limit3 = Vector512.Create(thresholds[row + 3]);
            if (!Vector512.LessThanAll(Vector512.Max(s30, s31), limit3))
            {
                hit = Append(hit, row + 3, Hits(s30, s31, limit3));
            }

            Vector512<short> limit4 = Vector512.Create(thresholds[row + 4]);
            if (!Vector512.LessThanAll(Vector512.Max(s40, s41), limit4))
            {
                hit = Append(hit, row + 4, Hits(s40, s41, limit4));
            }

            Vector512<short> limit5 = Vector512.Create(thresholds[row + 5]);
            if (!Vector512.LessThanAll(Vector512.Max(s50, s51), limit5))
            {
                hit = Append(hit, row + 5, Hits(s50, s51, limit5));
            }

            Vector512<short> limit6 = Vector512.Create(thresholds[row + 6]);
            if (!Vector512.LessThanAll(Vector512.Max(s60, s61), limit6))
            {
                hit = Append(hit, row + 6, Hits(s60, s61, limit6));
            }

            Vector512<short> limit7 = Vector512.Create(thresholds[row + 7]);
            if (!Vector512.LessThanAll(Vector512.Max(s70, s71), limit7))
            {
                hit = Append(hit, row + 7, Hits(s70, s71, limit7));
            }

            Vector512<short> limit8 = Vector512.Create(thresholds[row + 8]);
            if (!Vector512.LessThanAll(Vector512.Max(s80, s81), limit8))
            {
                hit = Append(hit, row + 8, Hits(s80, s81, limit8));
            }

            Vector512<short> limit9 = Vector512.Create(thresholds[row + 9]);
            if (!Vector512.LessThanAll(Vector512.Max(s90, s91), limit9))
            {
                hit = Append(hit, row + 9, Hits(s90, s91, limit9));
            }

            Vector512<short> limit10 = Vector512.Create(thresholds[row + 10]);
            if (!Vector512.LessThanAll(Vector512.Max(s100, s101), limit10))
            {
                hit = Append(hit, row + 10, Hits(s100, s101, limit10));
            }

            Vector512<short> limit11 = Vector512.Create(thresholds[row + 11]);
            if (!Vector512.LessThanAll(Vector512.Max(s110, s111), limit11))
            {
                hit = Append(hit, row + 11, Hits(s110, s111, limit11));
            }
        }

        return (int)(hit - hits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(Vector512<short> s0, Vector512<short> s1, Vector512<short> t) => Hits(s0, s1, t, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(Vector512<short> s0, Vector512<short> s1, Vector512<short> t0, Vector512<short> t1) =>
        (ulong)Vector512.GreaterThanOrEqual(s0, t0).ExtractMostSignificantBits() | ((ulong)Vector512.GreaterThanOrEqual(s1, t1).ExtractMostSignificantBits() << Width);
}
