using System;
using System.Collections.Generic;
using System.IO;

namespace Calque.Tokenizers.Loading;

/// <summary>Finds out what a path holds and loads it.</summary>
internal static class TokenizerLoader
{
    /// <summary>Loads a directory or a file.</summary>
    public static Tokenizer Load(string path)
    {
        if (Directory.Exists(path))
            return LoadDirectory(path);
        if (!File.Exists(path))
        {
            throw new InvalidTokenizerException(path, "nothing there", "a directory with a tokenizer, or one of its files",
                "Check the path.");
        }

        string directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? ".";
        string name = System.IO.Path.GetFileName(path);
        // A file by its usual name stands among its own kind; under any other name the neighbours may belong to another tokenizer.
        bool known = ((List<string>)[.. TokenizerFiles.Names]).Contains(name);
        SpecialTokenNames names = known ? SpecialTokenFilesReader.Read(directory) : new SpecialTokenNames();
        switch (name)
        {
            case "vocab.json" or "merges.txt":
                return LoadVocabularyAndMerges(path, directory, [System.IO.Path.Combine(directory, "vocab.json"), System.IO.Path.Combine(directory, "merges.txt")], names);
            case "vocab.txt":
                return new Tokenizer(WordPieceFiles.Load(path, names), path, [path], names);
        }

        byte[] bytes = TokenizerFiles.Read(path);
        // A list of words may begin with "[PAD]", as JSON does.
        bool words = name.EndsWith(".txt", StringComparison.Ordinal);
        if (!words && IsJson(bytes))
            return new Tokenizer(TokenizerJsonReader.Read(path, bytes), path, [path], names);
        if (words)
            return new Tokenizer(WordPieceFiles.Load(path, names), path, [path], names);
        return new Tokenizer(SentencePieceFiles.Load(path, bytes, names, bare: true), path, [path], names);
    }

    private static Tokenizer LoadDirectory(string path)
    {
        SpecialTokenNames names = SpecialTokenFilesReader.Read(path);
        List<string> files = TokenizerFiles.List(path);
        string json = System.IO.Path.Combine(path, "tokenizer.json");
        if (File.Exists(json))
            return new Tokenizer(TokenizerJsonReader.Read(json, TokenizerFiles.Read(json)), path, files, names);
        string vocabulary = System.IO.Path.Combine(path, "vocab.json");
        if (File.Exists(vocabulary) && File.Exists(System.IO.Path.Combine(path, "merges.txt")))
            return LoadVocabularyAndMerges(path, path, files, names);
        string words = System.IO.Path.Combine(path, "vocab.txt");
        if (File.Exists(words))
            return new Tokenizer(WordPieceFiles.Load(words, names), path, files, names);
        string? pieces = null;
        foreach (string name in TokenizerFiles.SentencePieceNames)
        {
            string candidate = System.IO.Path.Combine(path, name);
            if (pieces is null && File.Exists(candidate))
                pieces = candidate;
        }

        pieces ??= FindModel(path, files);
        if (pieces is not null)
            return new Tokenizer(SentencePieceFiles.Load(pieces, TokenizerFiles.Read(pieces), names, bare: false), path, files, names);
        throw new InvalidTokenizerException(path, "no tokenizer", "tokenizer.json, vocab.json with merges.txt, vocab.txt or a SentencePiece .model",
            "Is it the right directory? Files that end in .gz have to be unpacked first.");
    }

    private static string? FindModel(string directory, List<string> files)
    {
        string[] models = Directory.GetFiles(directory, "*.model");
        if (models.Length != 1)
            return null;
        files.Add(models[0]);
        return models[0];
    }

    private static Tokenizer LoadVocabularyAndMerges(string path, string directory, IReadOnlyList<string> files, SpecialTokenNames names) =>
        new(VocabularyAndMergesFiles.Load(directory, names), path, files, names);

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        bytes = bytes.TrimStart(" \t\r\n"u8);
        return !bytes.IsEmpty && bytes[0] is (byte)'{' or (byte)'[';
    }
}
