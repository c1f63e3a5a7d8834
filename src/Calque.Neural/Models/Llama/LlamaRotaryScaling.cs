using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.Llama;

/// <summary>
/// The angles that config.json asks for: <c>rope_theta</c> beside the other keys or inside <c>rope_parameters</c>, and the rule by which
/// a model was stretched to longer texts (<c>rope_scaling</c>, or <c>rope_parameters</c> too).
/// </summary>
internal static class LlamaRotaryScaling
{
    private const double UsualBase = 10000;

    /// <summary>Radians a position for each pair of a head.</summary>
    /// <exception cref="InvalidModelException">A rule that is not computed, or numbers that make none.</exception>
    public static IReadOnlyList<double> Frequencies(ModelConfiguration json, int width)
    {
        ModelConfiguration? rule = Rule(json, "rope_parameters") ?? Rule(json, "rope_scaling");
        double numberBase = Positive(json, "rope_theta", UsualBase);
        if (rule is not null)
            numberBase = Positive(rule, "rope_theta", numberBase);
        IReadOnlyList<double> frequencies = RotaryPositions.Frequencies(width, numberBase);
        if (rule is null)
            return frequencies;
        string type = rule.Text("rope_type", rule.Text("type", "default"));
        return type switch
        {
            "default" => frequencies,
            // Positions are pressed together (Chen et al. 2023, equation 4): all angles become smaller by one factor.
            "linear" => Pressed(frequencies, Positive(rule, "factor", null)),
            "llama3" => ByTurns(frequencies, rule),
            _ => throw new InvalidModelException(
                rule.Place, $"rope_type '{type}'", "default, linear or llama3: no other rule is computed",
                "Texts would be read at other positions than the model learnt. Take a model without this rule."),
        };
    }

    private static double[] Pressed(IReadOnlyList<double> frequencies, double factor) => [.. frequencies.Select(frequency => frequency / factor)];

    /// <summary>
    /// The rule of Llama 3.1: pairs that turn more than <c>high_freq_factor</c> times in the places of the first training stay, those that turn
    /// less than <c>low_freq_factor</c> times are pressed by the factor, those between by a share that falls with their turns.
    /// </summary>
    private static double[] ByTurns(IReadOnlyList<double> frequencies, ModelConfiguration rule)
    {
        double factor = Positive(rule, "factor", null), low = Positive(rule, "low_freq_factor", null), high = Positive(rule, "high_freq_factor", null);
        int places = rule.Size("original_max_position_embeddings");
        if (high <= low)
        {
            throw new InvalidModelException(
                rule.Place, $"low_freq_factor {rule.Json["low_freq_factor"]?.ToJsonString()}, high_freq_factor {rule.Json["high_freq_factor"]?.ToJsonString()}",
                "high_freq_factor above low_freq_factor", "The configuration was changed by hand, or is cut short.");
        }

        return [.. frequencies.Select(frequency =>
        {
            double turns = places * frequency / (2 * Math.PI), kept = Math.Clamp((turns - low) / (high - low), 0, 1);
            return frequency * (kept + ((1 - kept) / factor));
        })];
    }

    private static ModelConfiguration? Rule(ModelConfiguration json, string key)
    {
        if (!json.Json.TryGetPropertyValue(key, out JsonNode? node) || node is null)
            return null;
        return json.Part(key) ?? throw new InvalidModelException(
            json.Place, $"{key} {node.ToJsonString()}", "an object with rope_type, or null", "The configuration belongs to another class of models, or was changed by hand.");
    }

    private static double Positive(ModelConfiguration json, string key, double? otherwise)
    {
        double value = json.Number(key, otherwise ?? 0);
        return value > 0 ? value : throw new InvalidModelException(
            json.Place, json.Json.ContainsKey(key) ? $"{key} {json.Json[key]?.ToJsonString()}" : $"no {key}", "a number above 0", "The configuration was changed by hand, or is cut short.");
    }
}
