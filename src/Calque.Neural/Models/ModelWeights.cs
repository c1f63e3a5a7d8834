using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;
using Calque.Numerics.Randomness;

namespace Calque.Neural.Models;

/// <summary>
/// The parameters of a model directory, by the names of the family's public classes. Files may name them with or without the
/// body's prefix, and old ones call a norm's weight gamma and its bias beta; what is stored keeps its own name.
/// </summary>
public sealed unsafe class ModelWeights : IParameterSource, IDisposable
{
    private const string DrawPurpose = "fresh parameters";
    private const int BlockElements = 1 << 20;
    private readonly ModelDirectory _directory;
    private readonly string _bodyPrefix;
    private readonly ModelLoadOptions _options;
    private readonly double _deviation;
    private readonly Dictionary<string, ModelTensor> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Parameter> _byStoredName = new(StringComparer.Ordinal);
    private readonly List<Parameter> _parameters = [];
    private readonly List<string> _created = [];

    internal ModelWeights(ModelDirectory directory, ModelConfiguration configuration, string bodyPrefix, ModelLoadOptions options)
    {
        _directory = directory;
        _bodyPrefix = bodyPrefix;
        _options = options;
        _deviation = configuration.Number("initializer_range", 0.02);
        foreach (ModelTensor tensor in directory.Tensors)
        {
            _stored[tensor.Name] = tensor;
            foreach (string alias in tensor.Aliases)
                _stored.TryAdd(alias, tensor);
        }
    }

    /// <summary>Where the parameters lie.</summary>
    public Device Device => _options.Device;

    /// <summary>The parameters that the model uses, in the order it asked for them.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Names of those that no file had and that were drawn: a new head.</summary>
    public IReadOnlyList<string> Created => _created;

    /// <summary>The stored tensor behind each parameter that has one.</summary>
    internal IReadOnlyDictionary<string, ModelTensor> Stored => _stored;

    /// <inheritdoc/>
    public bool Has(string name) => Resolve(name) is not null;

    /// <inheritdoc/>
    public Parameter Require(string name, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ModelTensor tensor = Resolve(name) ?? throw new InvalidModelException(
            _directory.Path, $"no tensor {name}", $"{name} {Tensor.ShapeText(shape)}, as model_type {_directory.ModelType} has it",
            "The weights belong to another architecture than config.json says, or a shard is missing.");
        if (_byStoredName.TryGetValue(tensor.Name, out Parameter? known))
            return Checked(known, shape, name);
        if (!tensor.Shape.SequenceEqual(shape))
            throw WrongShape(name, tensor.Shape, shape);
        return Add(new Parameter(tensor.Name, Load(tensor)));
    }

    /// <inheritdoc/>
    public Parameter GetOrCreate(string name, Initialization initialization, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        // A stored classifier of another count of classes is another task's: it is drawn anew, and said.
        if (Resolve(name) is { } tensor && (tensor.Shape.SequenceEqual(shape) || tensor.Shape.Count != shape.Length))
            return Require(name, shape);
        if (_byStoredName.TryGetValue(name, out Parameter? known))
            return Checked(known, shape, name);
        float[] values = new float[checked((int)shape.Aggregate(1L, (product, size) => product * size))];
        if (initialization == Initialization.Ones)
            Array.Fill(values, 1f);
        else if (initialization == Initialization.Normal)
        {
            KeyedRandom random = new(_options.Seed, DrawPurpose, name);
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(random.NextNormal() * _deviation);
        }

        _created.Add(name);
        using TensorScope scope = TensorScope.Open();
        return Add(new Parameter(name, OnDevice(Tensor.From<float>(values, shape))));
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in _parameters)
            parameter.Dispose();
    }

    private Parameter Add(Parameter parameter)
    {
        parameter.IsTrainable = _options.ForTraining;
        _byStoredName.Add(parameter.Name, parameter);
        _parameters.Add(parameter);
        return parameter;
    }

    private Parameter Checked(Parameter parameter, long[] shape, string name) =>
        parameter.Shape.SequenceEqual(shape) ? parameter : throw WrongShape(name, parameter.Shape, shape);

    private InvalidModelException WrongShape(string name, IReadOnlyList<long> found, long[] expected) =>
        new($"{_directory.Path}, tensor {name}", $"the shape {Tensor.ShapeText([.. found])}", $"{Tensor.ShapeText(expected)}, as config.json says",
            "config.json and weights do not belong together.");

    /// <summary>The stored tensor of a name: as it is, without or with the body's prefix, or by a norm's older name.</summary>
    private ModelTensor? Resolve(string name)
    {
        foreach (string spelling in Spellings(name))
        {
            if (_stored.TryGetValue(spelling, out ModelTensor? tensor))
                return tensor;
        }

        return null;
    }

    private IEnumerable<string> Spellings(string name)
    {
        string[] places = name.StartsWith(_bodyPrefix, StringComparison.Ordinal) && _bodyPrefix.Length > 0 ? [name, name[_bodyPrefix.Length..]] : [name];
        foreach (string place in places)
        {
            yield return place;
            if (place.EndsWith("LayerNorm.weight", StringComparison.Ordinal))
                yield return $"{place[..^"weight".Length]}gamma";
            else if (place.EndsWith("LayerNorm.bias", StringComparison.Ordinal))
                yield return $"{place[..^"bias".Length]}beta";
        }
    }

    private Tensor Load(ModelTensor tensor)
    {
        using TensorScope scope = TensorScope.Open();
        long[] shape = [.. tensor.Shape];
        // Weights that nobody changes are mapped: pages come when they are read. Those that training changes are copied, into aligned memory.
        if (tensor.ElementType == ElementType.F32 && tensor.IsMapped && !_options.ForTraining)
            return OnDevice(Tensor.FromFile(tensor.File, tensor.Offset, DataType.Float32, shape)).Own();
        Tensor made = Operators.Zeros(shape, DataType.Float32);
        float* destination = (float*)made.Information().Data;
        long elements = made.ElementCount, size = elements == 0 ? 1 : tensor.Length / elements;
        for (long first = 0; first < elements; first += BlockElements)
        {
            int count = (int)Math.Min(BlockElements, elements - first);
            ElementConversion.ToSingle(tensor.ElementType, tensor.GetBytes(first * size, (int)(count * size)), new Span<float>(destination + first, count));
        }

        return OnDevice(made).Own();
    }

    private Tensor OnDevice(Tensor tensor) => _options.Device.IsCuda ? Operators.To(tensor, _options.Device) : tensor;
}
