using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;

namespace Calque.Neural.Tests.Training;

/// <summary>Examples from a fixture's padded tensors.</summary>
internal sealed class LabeledTexts(IReadOnlyList<TrainingExample> examples) : IExampleSource
{
    public int Count => examples.Count;

    public TrainingExample Read(int index, int round) => examples[index];

    public static TrainingExample[] Of(ModelGolden golden, string prefix = "")
    {
        TokenSequence[] sequences = golden.Sequences($"{prefix}input_ids", $"{prefix}attention_mask", $"{prefix}token_type_ids");
        int length = (int)golden.Shape($"{prefix}input_ids")[1];
        long[] labels = golden.Integers($"{prefix}labels");
        return [.. sequences.Select((sequence, i) =>
            new TrainingExample(sequence, [.. labels.Skip(i * length).Take(sequence.Ids.Count).Select(label => (int)label)]))];
    }

    /// <summary>The examples of a fixture with the labels of a head.</summary>
    public static TrainingExample[] For(ModelGolden golden, HeadKind head)
    {
        if (head == HeadKind.SequenceToSequence)
            return Written(golden);
        if (head is HeadKind.MaskedLanguageModeling or HeadKind.CausalLanguageModeling or HeadKind.TokenClassification)
            return Of(golden);
        long[][] labels = head == HeadKind.QuestionAnswering ? [golden.Integers("start_positions"), golden.Integers("end_positions")] : [golden.Integers("labels")];
        return [.. golden.Sequences().Select((sequence, i) => new TrainingExample(sequence, [.. labels.Select(all => (int)all[i])]))];
    }

    /// <summary>The examples of an encoder-decoder: the labels are the text to write. What the decoder reads stays in the fixture: the objective makes its own.</summary>
    public static TrainingExample[] Written(ModelGolden golden)
    {
        TokenSequence[] decoder = golden.Sequences("decoder_input_ids", "decoder_attention_mask", types: null);
        int length = (int)golden.Shape("labels")[1];
        long[] labels = golden.Integers("labels");
        return [.. golden.Sequences().Select((sequence, i) =>
            new TrainingExample(sequence, [.. labels.Skip(i * length).Take(decoder[i].Ids.Count).Select(label => (int)label)]))];
    }
}
