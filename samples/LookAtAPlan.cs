using System;
using System.IO;
using Calque.Tokenizers;
using Calque.Transfer;

namespace Calque.Samples;

/// <summary>Where the row of one target token comes from, read from the plan of an earlier transfer.</summary>
public static class LookAtAPlan
{
    public static void Run(string transferred, string sourceTokenizer, string token, TextWriter output)
    {
        TransferPlan plan = TransferPlanFile.Read(TransferPlanFile.Find(transferred));
        Tokenizer source = Tokenizer.Load(sourceTokenizer);
        Tokenizer target = Tokenizer.Load(transferred);
        if (!target.TryGetId(token, out int row))
        {
            output.WriteLine($"{token} is no token of {transferred}");
            return;
        }

        output.WriteLine($"{token} (id {row}): rule {plan.RuleOf(row)}");
        for (int i = 0; i < plan.SourcesOf(row).Length; i++)
        {
            string? name = source.GetToken(plan.SourcesOf(row)[i]);
            output.WriteLine(FormattableString.Invariant($"  {plan.WeightsOf(row)[i]:F3} {name} (cosine {plan.SimilaritiesOf(row)[i]:F3})"));
        }
    }
}
