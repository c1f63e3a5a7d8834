using System;

namespace Calque.Tokenizers.PostProcessors;

/// <summary>The spaces of tokens by id, each counted when it is first asked for. Safe for use from several threads at once.</summary>
/// <param name="getToken">The token of an id.</param>
/// <param name="idLimit">The highest id + 1.</param>
internal sealed class TokenSpaces(Func<int, string?> getToken, int idLimit)
{
    private const int Known = 1 << 31;

    // Known, trailing (15 bits), leading (16 bits); threads write the same.
    private readonly int[] _counts = new int[idLimit];

    /// <summary>The count of an id.</summary>
    public TokenSpaceCount this[int id]
    {
        get
        {
            int count = _counts[id];
            return count != 0 ? new TokenSpaceCount((ushort)count, (ushort)((count >> 16) & 0x7FFF)) : Count(id);
        }
    }

    private TokenSpaceCount Count(int id)
    {
        TokenSpaceCount count = ByteLevelOffsets.CountSpaces(getToken(id) ?? "");
        if (count.Trailing < 0x8000)
            _counts[id] = Known | (count.Trailing << 16) | count.Leading;
        return count;
    }
}
