using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using Calque.Tokenizers;

namespace Calque.Kernels;

/// <summary>
/// One line after the other through a tokenizer whose memory of words is warm, against the public call that gives an object with
/// tokens as strings. The environment names the tokenizers (CALQUE_TOKENIZERS, folders parted as in PATH) and the text (CALQUE_TEXT); without it, a
/// small byte-level tokenizer and a text that are drawn.
/// </summary>
public class TokenizerKernels
{
    private const int Lines = 2_000;

    private readonly EncodingBuffer _ids = new();
    private readonly EncodingBuffer _ranges = new(withOffsets: true);
    private Tokenizer? _tokenizer;
    private byte[][] _lines = [];
    private string[] _texts = [];

    /// <summary>The folder of a tokenizer.</summary>
    [ParamsSource(nameof(Folders))]
    public string Folder { get; set; } = "";

    /// <summary>The folders.</summary>
    public static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("CALQUE_TOKENIZERS") ?? DrawnTokenizer.Folder).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads tokenizer and text.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _tokenizer = Tokenizer.Load(Folder);
        IEnumerable<string> text = Environment.GetEnvironmentVariable("CALQUE_TEXT") is string path ? File.ReadLines(path) : DrawnTokenizer.Text;
        _texts = [.. text.Where(line => line.Length > 0).Take(Lines)];
        _lines = [.. _texts.Select(System.Text.Encoding.UTF8.GetBytes)];
    }

    /// <summary>Tokenizer.Encode(string): tokens, offsets, masks, of new memory.</summary>
    [Benchmark(Baseline = true)]
    public int Objects()
    {
        int count = 0;
        foreach (string text in _texts)
            count += _tokenizer!.Encode(text).Length; // set up before
        return count;
    }

    /// <summary>Ids with offsets and word ids, into a buffer that is used again.</summary>
    [Benchmark]
    public int IdsAndOffsets() => Encode(_ranges);

    /// <summary>Ids alone.</summary>
    [Benchmark]
    public int Ids() => Encode(_ids);

    /// <summary>Reading the tokenizer; what encoding needs beyond that is made at the first text.</summary>
    [Benchmark]
    public Tokenizer Load() => Tokenizer.Load(Folder);

    private int Encode(EncodingBuffer buffer)
    {
        buffer.Clear();
        foreach (byte[] line in _lines)
            _tokenizer!.Encode(line, buffer); // set up before
        return buffer.Count;
    }
}
