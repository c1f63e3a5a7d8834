using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Tokenizers;

namespace Calque.Transfer.Rules;

/// <summary>
/// Tokens that stand for bytes rather than words (byte-fallback tokens, pieces of a UTF-8 sequence, white space) are copied
/// from the source token that stands for the same bytes. No word vector can tell them apart: the public WECHSEL decodes the
/// former to U+FFFD and the latter to nothing, and gives each group one row.
/// </summary>
public sealed class ByteTokenRule : TransferRule
{
    /// <summary>The name of this rule.</summary>
    public const string RuleName = "byte";

    /// <inheritdoc/>
    public override string Name => RuleName;

    /// <inheritdoc/>
    public override void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Dictionary<string, int>? sources = null;
        for (int target = 0; target < draft.Target.VocabularySize; target++)
        {
            TokenSurface surface = draft.Target.Surface(target);
            if (!draft.IsOpen(target) || !StandsForBytes(surface))
                continue;
            sources ??= Index(draft.Source);
            if (sources.TryGetValue(Key(surface), out int source))
                draft.Copy(target, source, Name);
        }
    }

    // Byte tokens of the source come before text that happens to be the same byte; among equals the lowest id.
    private static Dictionary<string, int> Index(TokenizerSide side)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        foreach (bool bytes in (ReadOnlySpan<bool>)[true, false])
        {
            for (int id = 0; id < side.VocabularySize; id++)
            {
                TokenSurface surface = side.Surface(id);
                if (StandsForBytes(surface) == bytes && (bytes || surface.Kind == TokenSurfaceKind.Text))
                    index.TryAdd(Key(surface), id);
            }
        }

        return index;
    }

    private static bool StandsForBytes(TokenSurface surface) =>
        surface.Kind is TokenSurfaceKind.Byte or TokenSurfaceKind.PartialUtf8 or TokenSurfaceKind.Empty;

    private static string Key(TokenSurface surface) => Convert.ToHexString(surface.Bytes.Span);
}
