using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Calque.Neural.Tensors;

/// <summary>One operator of libtorch, looked up by name and overload when it is first called.</summary>
internal sealed unsafe class Operator
{
    private static readonly ConcurrentDictionary<string, Operator> Known = new(StringComparer.Ordinal);
    private nint _found;

    private Operator(string name, int arguments)
    {
        Name = name;
        Arguments = arguments;
    }

    internal string Name { get; }

    internal int Arguments { get; }

    /// <summary>The schema of the loaded library, such as <c>aten::relu(Tensor self) -> Tensor</c>.</summary>
    internal string Schema =>
        NativeMethods.ReadText((place, capacity) =>
        {
            NativeMethods.Check(NativeMethods.calque_operator_schema(Found(), (byte*)place, capacity, out long length), Name);
            return length;
        });

    /// <summary>The operator of a name.</summary>
    /// <param name="name">Namespace, name and overload, such as <c>aten::add.Tensor</c>.</param>
    /// <param name="arguments">How many arguments are passed; the rest keep the schema's defaults. Checked against the schema in a test.</param>
    internal static Operator Named(string name, int arguments) =>
        Known.TryGetValue(name, out Operator? found) ? found : Known.GetOrAdd(name, new Operator(name, arguments));

    internal static (string Name, string Overload) Split(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    /// <summary>Calls an operator of one result.</summary>
    internal Tensor Call(params ReadOnlySpan<NativeValue> arguments)
    {
        NativeValue result;
        Run(arguments, &result, 1);
        return Wrap(result)!;
    }

    /// <summary>Calls an operator of two results.</summary>
    internal (Tensor First, Tensor Second) CallForTwo(params ReadOnlySpan<NativeValue> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Run(arguments, results, 2);
        return (Wrap(results[0])!, Wrap(results[1])!);
    }

    /// <summary>Calls an operator whose result is a list of tensors.</summary>
    internal Tensor[] CallForList(params ReadOnlySpan<NativeValue> arguments)
    {
        NativeValue result;
        Run(arguments, &result, 1);
        Tensor[] tensors = new Tensor[result.Count];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = Tensor.Wrap(((nint*)result.Pointer)[i], Name);
        NativeMethods.calque_list_free(result.Pointer);
        return tensors;
    }

    /// <summary>Calls an operator that changes its first argument and returns it, or returns nothing: the extra reference is given back.</summary>
    internal void CallInPlace(params ReadOnlySpan<NativeValue> arguments)
    {
        NativeValue result;
        if (Run(arguments, &result, 1) == 1 && result.Tag == NativeValue.TensorTag)
            NativeMethods.calque_tensor_release(&result.Pointer, 1);
    }

    private int Run(ReadOnlySpan<NativeValue> arguments, NativeValue* results, int capacity)
    {
        Debug.Assert(arguments.Length == Arguments, $"{Name} is called with {arguments.Length} arguments and declared with {Arguments}");
        nint found = Found();
        int count, status;
        fixed (NativeValue* first = arguments)
            status = NativeMethods.calque_operator_call(found, first, arguments.Length, results, capacity, &count);
        if (status != 0)
            throw new TensorException(Describe(arguments), NativeMethods.LastError());
        return count;
    }

    private Tensor? Wrap(NativeValue result) => result.Tag == NativeValue.TensorTag && result.Pointer != 0 ? Tensor.Wrap(result.Pointer, Name) : null;

    private nint Found()
    {
        if (_found == 0)
        {
            TensorEngine.Load();
            (string name, string overload) = Split(Name);
            // Two threads may both look it up; they find the same.
            NativeMethods.Check(NativeMethods.calque_operator_find(name, overload, out nint found), Name);
            _found = found;
        }

        return _found;
    }

    /// <summary>The operator with the shapes of its tensors: <c>aten::mm([2, 3] Float32, [4, 5] Float32)</c>.</summary>
    private string Describe(ReadOnlySpan<NativeValue> arguments)
    {
        List<string> texts = [];
        foreach (NativeValue argument in arguments)
        {
            texts.Add(argument.Tag switch
            {
                NativeValue.TensorTag => Shape(argument.Pointer),
                NativeValue.Integer => argument.Number.ToString(CultureInfo.InvariantCulture),
                NativeValue.Real => argument.RealNumber.ToString("R", CultureInfo.InvariantCulture),
                NativeValue.Boolean => argument.Number != 0 ? "true" : "false",
                NativeValue.Integers => $"[{string.Join(", ", Enumerable.Range(0, argument.Count).Select(i => Number(argument.Pointer, i)))}]",
                NativeValue.Tensors => $"{argument.Count.ToString(CultureInfo.InvariantCulture)} tensors",
                NativeValue.Text => Encoding.UTF8.GetString(new ReadOnlySpan<byte>((void*)argument.Pointer, argument.Count)),
                NativeValue.None => "none",
                _ => "default",
            });
        }

        return $"{Name}({string.Join(", ", texts)})";
    }

    private static string Number(nint numbers, int index) => ((long*)numbers)[index].ToString(CultureInfo.InvariantCulture);

    private static string Shape(nint handle)
    {
        TensorInformation information;
        if (handle == 0 || NativeMethods.calque_tensor_information(handle, &information) != 0)
            return "none";
        ReadOnlySpan<long> sizes = information.Sizes;
        return $"{Tensor.ShapeText(sizes[..information.Rank])} {(DataType)information.DataType}";
    }
}
