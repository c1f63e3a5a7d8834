using System;

namespace Calque.Text;

/// <summary>A set of code points; a bitmap whose blocks of 256 exist only where something is in them.</summary>
internal sealed class CodePointSet
{
    private const int Limit = 0x110000;
    private readonly ulong[]?[] _blocks = new ulong[]?[Limit >> 8];

    /// <summary>Whether the code point is in the set; false above 10FFFF.</summary>
    public bool Contains(int codePoint)
    {
        if ((uint)codePoint >= Limit)
            return false;
        ulong[]? block = _blocks[codePoint >> 8];
        return block is not null && (block[(codePoint >> 6) & 3] >> (codePoint & 63) & 1) != 0;
    }

    /// <summary>Puts one code point in.</summary>
    public void Add(int codePoint) => (_blocks[codePoint >> 8] ??= new ulong[4])[(codePoint >> 6) & 3] |= 1UL << (codePoint & 63);

    /// <summary>Puts all from <paramref name="first"/> to <paramref name="last"/>, inclusive, in.</summary>
    public void AddRange(int first, int last)
    {
        for (int c = first; c <= last;)
        {
            if ((c & 63) == 0 && c + 63 <= last)
            {
                (_blocks[c >> 8] ??= new ulong[4])[(c >> 6) & 3] = ulong.MaxValue;
                c += 64;
            }
            else
            {
                Add(c++);
            }
        }
    }

    /// <summary>Puts all members of another set in.</summary>
    public void UnionWith(CodePointSet other) => Combine(other, static (a, b) => a | b);

    /// <summary>Keeps only the members that the other set has too.</summary>
    public void IntersectWith(CodePointSet other) => Combine(other, static (a, b) => a & b);

    /// <summary>Takes the members of another set out.</summary>
    public void ExceptWith(CodePointSet other) => Combine(other, static (a, b) => a & ~b);

    /// <summary>A new set with the same members.</summary>
    public CodePointSet Copy()
    {
        var copy = new CodePointSet();
        copy.UnionWith(this);
        return copy;
    }

    /// <summary>A new set of all code points that are not in this one; surrogates are in neither.</summary>
    public CodePointSet Complement()
    {
        var all = new CodePointSet();
        all.AddRange(0, 0xD7FF);
        all.AddRange(0xE000, Limit - 1);
        all.ExceptWith(this);
        return all;
    }

    /// <summary>The members as ranges in order, each with both ends inclusive.</summary>
    public CodePointRuns Ranges()
    {
        var ranges = new CodePointRuns();
        int start = -1;
        for (int c = 0; c <= Limit; c++)
        {
            if (c < Limit && (c & 0xFF) == 0 && _blocks[c >> 8] is null)
            {
                if (start >= 0)
                    ranges.Add(new CodePointRun(start, c - 1, 0));
                start = -1;
                c += 0xFF;
                continue;
            }

            bool inside = Contains(c);
            if (inside && start < 0)
                start = c;
            if (!inside && start >= 0)
            {
                ranges.Add(new CodePointRun(start, c - 1, 0));
                start = -1;
            }
        }

        return ranges;
    }

    private void Combine(CodePointSet other, Func<ulong, ulong, ulong> combine)
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            ulong[]? mine = _blocks[block], theirs = other._blocks[block];
            if (mine is null && theirs is null)
                continue;
            mine = _blocks[block] ??= new ulong[4];
            for (int i = 0; i < 4; i++)
                mine[i] = combine(mine[i], theirs is null ? 0 : theirs[i]);
        }
    }
}
