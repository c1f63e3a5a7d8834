using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using Calque.Formats.Word2Vec;

namespace Calque.Vectors;

/// <summary>The vectors of a word2vec binary file.</summary>
internal sealed class BinaryWordVectors : WordVectors
{
    private readonly Word2VecBinaryFile file;

    public BinaryWordVectors(string path, Word2VecBinaryFile file)
        : base(path)
    {
        this.file = file;
        if (file.TrailingBytes > 0)
            Warnings = [string.Create(CultureInfo.InvariantCulture, $"{file.TrailingBytes} bytes after the last vector were not read")];
    }

    public override string Format => "word2vec binary";

    public override int Dimension => file.Dimension;

    public override int Count => file.Count;

    public override bool HasSubwords => false;

    public override IReadOnlyList<string> Warnings { get; } = [];

    public override ReadOnlySpan<byte> GetWordUtf8(int index) => file.GetWord(index);

    public override void GetWordRow(int index, Span<float> destination)
    {
        destination = destination[..Dimension];
        file.GetRowBytes(index).CopyTo(MemoryMarshal.AsBytes(destination));
        CheckFinite(destination, file.GetWord(index));
    }

    internal override void ReleaseMemory() => file.Release();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
