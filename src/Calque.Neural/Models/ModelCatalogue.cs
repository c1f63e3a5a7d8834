using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Models.Bert;
using Calque.Neural.Models.DistilBert;
using Calque.Neural.Models.Gpt2;
using Calque.Neural.Models.Llama;
using Calque.Neural.Models.Roberta;
using Calque.Neural.Models.T5;

namespace Calque.Neural.Models;

/// <summary>The families that the engine runs, a line each.</summary>
public static class ModelCatalogue
{
    /// <summary>All families.</summary>
    public static IReadOnlyList<ModelArchitecture> All { get; } =
    [
        new BertArchitecture(),
        new RobertaArchitecture("roberta", "Roberta"),
        new RobertaArchitecture("xlm-roberta", "XLMRoberta"),
        new RobertaArchitecture("camembert", "Camembert"),
        new DistilBertArchitecture(),
        new Gpt2Architecture(),
        new LlamaArchitecture(),
        new T5Architecture("t5", "T5"),
        new T5Architecture("mt5", "MT5"),
    ];

    /// <summary>The family of a <c>model_type</c>, or null.</summary>
    public static ModelArchitecture? Find(string modelType) => All.FirstOrDefault(family => family.ModelTypes.Contains(modelType, StringComparer.Ordinal));
}
