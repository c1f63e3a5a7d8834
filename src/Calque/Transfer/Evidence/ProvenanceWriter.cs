using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

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

    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Token = JsonEncodedText.Encode("token");
    private static readonly JsonEncodedText Surface = JsonEncodedText.Encode("surface");
    private static readonly JsonEncodedText Rule = JsonEncodedText.Encode("rule");
    private static readonly JsonEncodedText Sources = JsonEncodedText.Encode("sources");
    private static readonly JsonEncodedText Similarity = JsonEncodedText.Encode("similarity");
    private static readonly JsonEncodedText Weight = JsonEncodedText.Encode("weight");

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
        JsonEncodedText?[] sourceTokens = new JsonEncodedText?[source.VocabularySize];
        using MemoryStream buffer = new(FlushBytes * 2);
        using Utf8JsonWriter json = new(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        for (int row = 0; row < plan.TargetVocabularySize; row++)
        {
            json.WriteStartObject();
            json.WriteNumber(Id, row);
            json.WriteString(Token, target.Tokenizer.GetToken(row));
            json.WriteString(Surface, target.Surface(row).Text);
            json.WriteString(Rule, plan.RuleOf(row));
            json.WriteStartArray(Sources);
            ReadOnlySpan<int> ids = plan.SourcesOf(row);
            ReadOnlySpan<float> similarities = plan.SimilaritiesOf(row);
            ReadOnlySpan<float> weights = plan.WeightsOf(row);
            for (int i = 0; i < ids.Length; i++)
            {
                json.WriteStartObject();
                json.WriteNumber(Id, ids[i]);
                json.WriteString(Token, sourceTokens[ids[i]] ??= Encode(source.Tokenizer.GetToken(ids[i])));
                json.WriteNumber(Similarity, similarities[i]);
                json.WriteNumber(Weight, weights[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.WriteByte((byte)'\n');
            if (buffer.Length >= FlushBytes)
                Drain(buffer, stream);
        }

        Drain(buffer, stream);
    }

    private static JsonEncodedText Encode(string? token) => JsonEncodedText.Encode(token ?? "", JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static void Drain(MemoryStream buffer, Stream stream)
    {
        stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        buffer.SetLength(0);
    }
}
