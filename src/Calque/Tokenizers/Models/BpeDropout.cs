using System;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The draws of BPE dropout (Provilkov et al. 2020): each candidate merge is passed over with a probability. The draws depend on
/// the word alone, so the same text gives the same tokens on every machine and thread.
/// </summary>
internal sealed class BpeDropout
{
    private readonly double _probability;
    private ulong _state;

    public BpeDropout(double probability, ReadOnlySpan<byte> word)
    {
        _probability = probability;
        _state = 0xCBF29CE484222325; // FNV-1a over the word
        foreach (byte value in word)
            _state = (_state ^ value) * 0x100000001B3;
    }

    /// <summary>Whether the next candidate is passed over.</summary>
    public bool Skips()
    {
        // SplitMix64 (Steele, Lea, Flood 2014).
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1L << 53)) < _probability;
    }
}
