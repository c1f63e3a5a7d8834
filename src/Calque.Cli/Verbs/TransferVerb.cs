using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Calque.Alignment;
using Calque.Transfer;
using Calque.Transfer.Evidence;
using Calque.Transfer.Methods;
using Calque.Vectors;

namespace Calque.Cli.Verbs;

/// <summary><c>calque transfer</c>: carries a model directory into another language.</summary>
internal static class TransferVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string[]> sourceModel = new("--source-model") { HelpName = "DIR", Description = "The model directory to carry over (config.json, weights, tokenizer). Needed but for --plan-only with --source-tokenizer. May be given several times, each with its --output: one plan serves all." };
        Option<string> targetTokenizer = new("--target-tokenizer") { HelpName = "PATH", Required = true, Description = "The tokenizer of the target language: a directory or a file." };
        Option<string[]> output = new("--output", "-o") { HelpName = "DIR", Description = "The model directory to write; it appears in one step when all is done. Needed but for --dry-run." };
        Option<string> method = new("--method")
        {
            HelpName = "NAME",
            DefaultValueFactory = _ => "wechsel",
            Description = string.Join("; ", MethodCatalogue.All.Select(one => $"{one.Name}: {one.Description}")) + ".",
        };
        method.AcceptOnlyFromAmong([.. MethodCatalogue.All.Select(one => one.Name)]);
        Option<string?> sourceEmbeddings = new("--source-embeddings") { HelpName = "FILE", Description = "Word vectors of the source language: fastText .bin, .vec or word2vec; also as .gz. Needed by wechsel, as are the next two." };
        Option<string?> targetEmbeddings = new("--target-embeddings") { HelpName = "FILE", Description = "Word vectors of the target language." };
        Option<string?> dictionary = new("--dictionary") { HelpName = "FILE", Description = "The bilingual dictionary: source word, tab or spaces, target word; or FreeDict (dictd)." };
        Option<string?> sourceTokenizer = new("--source-tokenizer") { HelpName = "PATH", Description = "The source tokenizer, where it is not in the model directory." };
        Option<ulong> seed = new("--seed") { HelpName = "N", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 0UL, Description = "The seed of every random draw." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor. The result is the same for any number." };
        Option<int> neighbors = new("--neighbors") { HelpName = "K", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 10, Description = "Source tokens that a row is averaged from." };
        Option<double> temperature = new("--temperature") { HelpName = "T", CustomParser = argument => Numbers.Real(argument) ?? 0, DefaultValueFactory = _ => 0.1, Description = "Temperature of the softmax over their similarities." };
        Option<string> subwordVectors = new("--subword-vectors") { HelpName = "MODE", DefaultValueFactory = _ => "ngrams", Description = "How a token gets a vector: ngrams (its own n-grams) or frequency (the mean of the words that contain it)." };
        subwordVectors.AcceptOnlyFromAmong("ngrams", "frequency");
        Option<string> align = new("--align") { HelpName = "METHOD", DefaultValueFactory = _ => AlignedSpace.PlainMethod, Description = $"How the word vectors are aligned: {AlignerCatalogue.Names}. procrustes: on raw vectors, as in WECHSEL." };
        Option<bool> repairDictionary = new("--repair-dictionary") { Description = "Repair the dictionary first (as calque dictionary repair does); the repaired one and the list of changes are written beside the plan." };
        Option<string> multiWord = AlignOptions.MultiWord();
        Option<string> pairWeights = new("--pair-weights") { HelpName = "MODE", DefaultValueFactory = _ => "distinct", Description = "distinct: each dictionary pair once; wechsel: the weights of the public tool, for parity." };
        pairWeights.AcceptOnlyFromAmong("distinct", "wechsel");
        Option<string> neighborPool = new("--neighbor-pool") { HelpName = "POOL", DefaultValueFactory = _ => "all", Description = "all: every source token but the special ones; clean: without placeholders such as [unused7] and byte tokens such as <0x41>." };
        neighborPool.AcceptOnlyFromAmong("all", "clean");
        Option<string[]> specialTokens = new("--special-token") { HelpName = "TARGET=SOURCE", Description = "Pairs a special token of the target with one of the source by hand; may be given several times." };
        Option<double?> strict = new("--strict") { HelpName = "PERCENT", CustomParser = Numbers.Real, Description = "Fail with exit code 4 if more than so many percent of the rows would be random, or any row is zero or not a number." };
        Option<string> body = new("--body") { HelpName = "BODY", DefaultValueFactory = _ => "copy", Description = "copy: the rest of the model stays as it is; random: it is drawn anew (the control FullRand)." };
        body.AcceptOnlyFromAmong("copy", "random");
        Option<string?> plan = new("--plan") { HelpName = "FILE", Description = "Apply this plan instead of making one (plan.safetensors, or a directory that holds one)." };
        Option<bool> planOnly = new("--plan-only") { Description = "Stop before the weights: write the plan and its evidence." };
        Option<bool> dryRun = new("--dry-run") { Description = "Only look: overlap, dictionary use, share of random rows, memory and time." };
        Option<bool> force = new("--force") { Description = "Replace an output that exists." };
        Option<string?> embeddingTensor = new("--embedding-tensor") { HelpName = "NAME", Description = "The input embedding, for a family that the table does not know." };
        Option<string?> headTensor = new("--head-tensor") { HelpName = "NAME", Description = "The output head, likewise." };
        Option<string?> biasTensor = new("--bias-tensor") { HelpName = "NAME", Description = "The output bias, likewise." };
        Option<string?> language = new("--language") { HelpName = "CODE", Description = "The target language for the model card: a code such as sw." };

        Command command = new(
            "transfer",
            "Carry a model directory into another language: give it the target tokenizer and rows for its tokens.\n\n"
            + "Example:\n  calque transfer --source-model roberta-base --target-tokenizer my-tokenizer --method wechsel \\\n"
            + "    --source-embeddings cc.en.300.bin --target-embeddings cc.sw.300.bin --dictionary en-sw.txt \\\n    --output roberta-swahili")
        {
            sourceModel, targetTokenizer, method, sourceEmbeddings, targetEmbeddings, dictionary, output, sourceTokenizer, seed, threads,
            neighbors, temperature, subwordVectors, align, repairDictionary, multiWord, pairWeights, neighborPool, specialTokens, strict, body, plan, planOnly, dryRun, force,
            embeddingTensor, headTensor, biasTensor, language,
        };
        command.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => TransferModel.RunAsync(
                new TransferOptions
                {
                    SourceModel = parse.GetValue(sourceModel)?.FirstOrDefault(),
                    SourceTokenizer = parse.GetValue(sourceTokenizer),
                    TargetTokenizer = parse.GetValue(targetTokenizer)!,
                    Method = parse.GetValue(method)!,
                    SourceEmbeddings = parse.GetValue(sourceEmbeddings),
                    TargetEmbeddings = parse.GetValue(targetEmbeddings),
                    Dictionary = parse.GetValue(dictionary),
                    Output = parse.GetValue(output)?.FirstOrDefault(),
                    FurtherModels = PairModels(parse.GetValue(sourceModel) ?? [], parse.GetValue(output) ?? []),
                    Overwrite = parse.GetValue(force),
                    Seed = parse.GetValue(seed),
                    Threads = parse.GetValue(threads),
                    Neighbors = parse.GetValue(neighbors),
                    Temperature = parse.GetValue(temperature),
                    SubwordVectors = parse.GetValue(subwordVectors) == "frequency" ? SubwordVectorMode.Frequency : SubwordVectorMode.Ngrams,
                    Align = parse.GetValue(align)!,
                    RepairDictionary = parse.GetValue(repairDictionary),
                    MultiWord = AlignOptions.Entries(parse.GetValue(multiWord)!),
                    PairWeights = parse.GetValue(pairWeights) == "wechsel" ? PairWeighting.Wechsel : PairWeighting.Distinct,
                    NeighborPool = parse.GetValue(neighborPool) == "clean" ? NeighborPool.Clean : NeighborPool.All,
                    SpecialTokens = ReadPairs(parse.GetValue(specialTokens) ?? []),
                    Strict = parse.GetValue(strict),
                    Body = parse.GetValue(body) == "random" ? ModelBody.Random : ModelBody.Copy,
                    Plan = parse.GetValue(plan),
                    PlanOnly = parse.GetValue(planOnly),
                    DryRun = parse.GetValue(dryRun),
                    EmbeddingTensor = parse.GetValue(embeddingTensor),
                    HeadTensor = parse.GetValue(headTensor),
                    BiasTensor = parse.GetValue(biasTensor),
                    Language = parse.GetValue(language),
                },
                progress,
                token),
            TransferJson.Default.TransferResult,
            TransferView.Print,
            cancellation));
        return command;
    }

    private static FurtherModel[] PairModels(string[] models, string[] outputs)
    {
        if (outputs.Length > 1 ? outputs.Length != models.Length : models.Length > 1)
        {
            throw new InvalidOptionException(
                "--output", $"{outputs.Length} given for {models.Length} models", "one for each --source-model, in the same order",
                "For example --source-model base --output base-sw --source-model large --output large-sw.");
        }

        return [.. models.Skip(1).Zip(outputs.Skip(1), (model, goal) => new FurtherModel(model, goal))];
    }

    // The first "=" after the first character divides: tokens that begin with "=" exist.
    private static Dictionary<string, string> ReadPairs(string[] texts)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int divide = text.IndexOf('=', 1 <= text.Length ? 1 : 0);
            if (divide <= 0 || divide == text.Length - 1)
            {
                throw new InvalidOptionException(
                    "--special-token", $"'{text}'", "TARGET=SOURCE", "For example --special-token '<mask>=[MASK]'.");
            }

            pairs[text[..divide]] = text[(divide + 1)..];
        }

        return pairs;
    }
}
