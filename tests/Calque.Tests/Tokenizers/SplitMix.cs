namespace Calque.Tests.Tokenizers;

/// <summary>SplitMix64: the same numbers everywhere.</summary>
internal sealed class SplitMix(ulong state)
{
    private ulong _state = state;

    public int Next(int bound) => (int)(NextWord() % (ulong)bound);

    public ulong NextWord()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
