namespace Calque.Tokenizers.Models;

/// <summary>The memory that a model works in: one for each thread, reused from word to word.</summary>
internal sealed class ModelWorkspace
{
    private WordCache? _cache;
    private BpeSymbols? _symbols;
    private UnigramLattice? _lattice;

    /// <summary>Words that were seen before.</summary>
    public WordCache Cache => _cache ??= new WordCache();

    /// <summary>The symbols of a word while pairs are merged.</summary>
    public BpeSymbols Symbols => _symbols ??= new BpeSymbols();

    /// <summary>The best path through a sentence.</summary>
    public UnigramLattice Lattice => _lattice ??= new UnigramLattice();

    /// <summary>Lets go of memory that one long text asked for.</summary>
    public void Trim() => _lattice?.Trim();
}
