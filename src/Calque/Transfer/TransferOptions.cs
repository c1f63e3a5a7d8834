using System;
using System.Collections.Generic;
using Calque.Alignment;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>Everything that decides a transfer. Two runs with equal options and inputs write equal files.</summary>
public sealed record TransferOptions
{
    /// <summary>The directory of the source model; may be null only where <see cref="PlanOnly"/> is set and <see cref="SourceTokenizer"/> is given.</summary>
    public string? SourceModel { get; init; }

    /// <summary>The source tokenizer; null: the one in <see cref="SourceModel"/>.</summary>
    public string? SourceTokenizer { get; init; }

    /// <summary>The target tokenizer, a directory or a file.</summary>
    public required string TargetTokenizer { get; init; }

    /// <summary>The name of a method of <see cref="Methods.MethodCatalogue"/>.</summary>
    public string Method { get; init; } = "wechsel";

    /// <summary>Word vectors of the source language.</summary>
    public string? SourceEmbeddings { get; init; }

    /// <summary>Word vectors of the target language.</summary>
    public string? TargetEmbeddings { get; init; }

    /// <summary>The bilingual dictionary, source word first.</summary>
    public string? Dictionary { get; init; }

    /// <summary>The directory to write; may be null only for a dry run.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// More models for the same plan, each with its output: planning costs the same for one model and for many. All must have the
    /// source tokenizer of the first.
    /// </summary>
    public IReadOnlyList<FurtherModel> FurtherModels { get; init; } = [];

    /// <summary>Whether an existing output is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The seed of every random draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0: one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>The number of threads that <see cref="Threads"/> means.</summary>
    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <summary>k: how many source tokens a row is averaged from (WECHSEL: 10).</summary>
    public int Neighbors { get; init; } = 10;

    /// <summary>τ: the temperature of the softmax over the similarities of the neighbours (WECHSEL: 0.1).</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>How the vector of a token is made from word vectors.</summary>
    public SubwordVectorMode SubwordVectors { get; init; } = SubwordVectorMode.Ngrams;

    /// <summary>How dictionary pairs are weighted in the alignment.</summary>
    public PairWeighting PairWeights { get; init; } = PairWeighting.Distinct;

    /// <summary>What is done with dictionary entries of several words.</summary>
    public MultiWordEntries MultiWord { get; init; }

    /// <summary>How the two spaces of word vectors are aligned: a name of <see cref="AlignerCatalogue"/>; the default is orthogonal Procrustes on raw vectors, as in WECHSEL.</summary>
    public string Align { get; init; } = AlignedSpace.PlainMethod;

    /// <summary>Whether the dictionary is repaired before it is used: reversed lines turned, slips mended, pairs that do not belong together left out.</summary>
    public bool RepairDictionary { get; init; }

    /// <summary>Which source tokens may be neighbours.</summary>
    public NeighborPool NeighborPool { get; init; } = NeighborPool.All;

    /// <summary>Special tokens that the user pairs by hand: target token → source token.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>The quality gate: the highest share of random rows, in percent; null: no gate.</summary>
    public double? Strict { get; init; }

    /// <summary>What becomes of the tensors that have no row for each token.</summary>
    public ModelBody Body { get; init; } = ModelBody.Copy;

    /// <summary>An existing plan to apply (a file, or a directory that holds one); null: a plan is made.</summary>
    public string? Plan { get; init; }

    /// <summary>Stop before the weights: write the plan and its evidence only.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>Look before: overlap, dictionary use, share of random rows, memory and time, without touching the weights.</summary>
    public bool DryRun { get; init; }

    /// <summary>The name of the input embedding, where the family's table does not know it.</summary>
    public string? EmbeddingTensor { get; init; }

    /// <summary>The name of the output head, where the family's table does not know it.</summary>
    public string? HeadTensor { get; init; }

    /// <summary>The name of the output bias, where the family's table does not know it.</summary>
    public string? BiasTensor { get; init; }

    /// <summary>The target language for the model card, such as <c>sw</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Checks each option by itself and against the others.</summary>
    /// <exception cref="InvalidOptionException">Names the option as it is typed.</exception>
    public void Validate() => TransferOptionsValidation.Check(this);
}
