using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Calque.Text;

namespace Calque.Transfer.Evidence;

/// <summary>
/// Writes <c>provenance.jsonl</c>: one JSON object a line for each target id, in the order of ids: id, token, surface,
/// rule, sources with id, token, similarity and weight.
/// </summary>
public static class ProvenanceWriter
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "provenance.jsonl";

    private const int FlushBytes = 1 << 18;

    /// <summary>Writes all lines.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="source">The source side.</param>
    /// <param name="target">The target side.</param>
    public static void Write(Stream stream, TransferPlan plan, TokenizerSide source, TokenizerSide target)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        SourceTokenTexts sources = new(source);
        byte[][] rules = [.. Encode(plan.RuleNames)];
        ByteLine line = new(2 * FlushBytes);
        for (int row = 0; row < plan.TargetVocabularySize; row++)
        {
            line.Append("{\"id\":"u8);
            line.Append(row);
            line.Append(",\"token\":"u8);
            AppendString(ref line, target.Tokenizer.GetToken(row));
            line.Append(",\"surface\":"u8);
            AppendString(ref line, target.Surface(row).Text);
            line.Append(",\"rule\":\""u8);
            line.Append(rules[plan.Rules[row]]);
            line.Append("\",\"sources\":["u8);
            ReadOnlySpan<int> ids = plan.SourcesOf(row);
            ReadOnlySpan<float> similarities = plan.SimilaritiesOf(row);
            ReadOnlySpan<float> weights = plan.WeightsOf(row);
            for (int i = 0; i < ids.Length; i++)
            {
                // {"id":7,"token":"…","similarity":0.5,"weight":0.1}
                line.Append(sources.Get(ids[i], first: i == 0), similarities[i], weights[i]);
            }

            line.Append("]}\n"u8);
            if (line.Length >= FlushBytes)
                line.WriteTo(stream);
        }

        line.WriteTo(stream);
    }

    private static IEnumerable<byte[]> Encode(IReadOnlyList<string> names)
    {
        foreach (string name in names)
            yield return JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
    }

    private static void AppendString(ref ByteLine line, string? text)
    {
        if (text is null)
            line.Append("null"u8);
        else
            line.Append(text);
    }

    /// <summary>What stands before the numbers of a source token, made once a token and used in every row that it is part of.</summary>
    private sealed class SourceTokenTexts
    {
        // One block of memory: a row names ten tokens from anywhere, and an object for each would be two cache misses instead of one.
        private readonly byte[] _texts;
        private readonly int[] _ends;

        public SourceTokenTexts(TokenizerSide source)
        {
            _ends = new int[source.VocabularySize];
            ByteLine text = new(64 * source.VocabularySize);
            for (int id = 0; id < _ends.Length; id++)
            {
                text.Append(",{\"id\":"u8);
                text.Append(id);
                text.Append(",\"token\":"u8);
                AppendString(ref text, source.Tokenizer.GetToken(id) ?? "");
                text.Append(",\"similarity\":"u8);
                _ends[id] = text.Length;
            }

            _texts = text.ToArray();
        }

        public ReadOnlySpan<byte> Get(int id, bool first)
        {
            int start = id == 0 ? 0 : _ends[id - 1];
            return _texts.AsSpan(start + (first ? 1 : 0), _ends[id] - start - (first ? 1 : 0));
        }
    }

    /// <summary>Bytes that grow as they are appended to.</summary>
    private struct ByteLine(int capacity)
    {
        // A byte of UTF-8 becomes at most one escape of six, such as \u0001.
        private const int MostEscaped = 6;

        private byte[] _bytes = new byte[capacity];
        private byte[] _text = new byte[256];

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Room(bytes.Length));
            Length += bytes.Length;
        }

        public void Append(int number)
        {
            number.TryFormat(Room(11), out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
            Length += written;
        }

        /// <summary>A string in quotes.</summary>
        public void Append(string text)
        {
            if (_text.Length < 3 * text.Length)
                _text = new byte[6 * text.Length];
            ReadOnlySpan<byte> utf8 = _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
            Span<byte> room = Room((MostEscaped * utf8.Length) + 2);
            room[0] = (byte)'"';
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(utf8, room[1..], out _, out int written);
            room[written + 1] = (byte)'"';
            Length += written + 2;
        }

        /// <summary>A source: what stands before its numbers, and the numbers.</summary>
        public void Append(ReadOnlySpan<byte> before, float similarity, float weight)
        {
            ReadOnlySpan<byte> between = ",\"weight\":"u8;
            Span<byte> room = Room(before.Length + between.Length + (2 * ShortestSingle.MaxLength) + 1);
            before.CopyTo(room);
            int length = before.Length;
            length += ShortestSingle.Write(similarity, room[length..]);
            between.CopyTo(room[length..]);
            length += between.Length;
            length += ShortestSingle.Write(weight, room[length..]);
            room[length] = (byte)'}';
            Length += length + 1;
        }

        public void WriteTo(Stream stream)
        {
            stream.Write(_bytes.AsSpan(0, Length));
            Length = 0;
        }

        public readonly byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

        private Span<byte> Room(int length)
        {
            if (length > _bytes.Length - Length)
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + length));
            return _bytes.AsSpan(Length);
        }
    }
}
