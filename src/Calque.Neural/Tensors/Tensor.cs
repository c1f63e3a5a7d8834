using System;
using System.Globalization;
using System.Linq;

namespace Calque.Neural.Tensors;

/// <summary>
/// A tensor of libtorch. One that an operator made belongs to its thread's <see cref="TensorScope"/> and is freed with it; one that
/// is <see cref="Own">owned</see> is disposed of by its owner. A freed tensor throws when it is used.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private nint _handle;
    private long[]? _shape;
#if DEBUG
    private readonly string _origin;
#endif

    private Tensor(nint handle, string origin)
    {
        _handle = handle;
#if DEBUG
        _origin = origin;
#endif
    }

    /// <summary>The axes' lengths.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            if (_shape is null)
            {
                TensorInformation information = Information();
                _shape = [.. ((ReadOnlySpan<long>)information.Sizes)[..information.Rank]];
            }

            return _shape;
        }
    }

    /// <summary>How many axes.</summary>
    public int Rank => Shape.Length;

    /// <summary>How many elements.</summary>
    public long ElementCount => Information().Elements;

    /// <summary>What the elements are.</summary>
    public DataType DataType => (DataType)Information().DataType;

    /// <summary>Where it lies.</summary>
    public Device Device
    {
        get
        {
            TensorInformation information = Information();
            return information.DeviceType == 0 ? Device.Cpu : Device.Cuda(Math.Max(information.DeviceIndex, 0));
        }
    }

    /// <summary>Whether gradients are added up for it. Set on a leaf: a tensor that no operator with gradients made.</summary>
    public bool RequiresGradient
    {
        get => Information().RequiresGradient != 0;
        set => NativeMethods.Check(NativeMethods.calque_set_requires_gradient(Handle, value ? 1 : 0), "requires_grad");
    }

    /// <summary>Whether it is no result of an operator with gradients.</summary>
    public bool IsLeaf => Information().IsLeaf != 0;

    /// <summary>Whether its elements lie one after another.</summary>
    public bool IsContiguous => Information().IsContiguous != 0;

    /// <summary>The gradient that backward passes added up, or null; a tensor of the current scope.</summary>
    public Tensor? Gradient
    {
        get
        {
            NativeMethods.Check(NativeMethods.calque_gradient(Handle, out nint gradient), "the gradient");
            return gradient == 0 ? null : Wrap(gradient, "gradient");
        }
        set => NativeMethods.Check(NativeMethods.calque_set_gradient(Handle, value?.Handle ?? 0), "the gradient");
    }

    internal TensorScope? Scope { get; set; }

    internal nint Handle => _handle != 0 ? _handle : throw Freed();

    /// <summary>The length of an axis; negative axes count from the last.</summary>
    public long Size(int axis) => Shape[axis < 0 ? axis + Rank : axis];

    /// <summary>Makes a tensor from numbers; they are copied.</summary>
    /// <param name="values">Row-major, as many as the shape has elements.</param>
    /// <param name="shape">The axes' lengths; none for a single number.</param>
    /// <exception cref="ArgumentException">Another count of values than the shape's.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long elements = 1;
        foreach (long size in shape)
            elements = checked(elements * size);
        if (elements != values.Length)
            throw new ArgumentException($"{values.Length} values for the shape {ShapeText(shape)}", nameof(values));
        TensorEngine.Load();
        nint handle;
        fixed (T* data = values)
        fixed (long* sizes = shape)
        {
            // An empty span is a null pointer, which would mean "not set"; nothing is set in an empty tensor either.
            NativeMethods.Check(NativeMethods.calque_tensor_from_host(data, (int)TypeOf<T>(), sizes, shape.Length, out handle), "a tensor from memory");
        }

        return Wrap(handle, "from memory");
    }

    /// <summary>A single number as a tensor without axes.</summary>
    public static Tensor Scalar(float value) => From<float>([value]);

    /// <summary>Maps a part of a file as a tensor: pages are read when they are used, and writing to the tensor leaves the file alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the elements begin, bytes.</param>
    /// <param name="type">What they are.</param>
    /// <param name="shape">The axes' lengths.</param>
    /// <exception cref="TensorException">The file cannot be opened or is too short.</exception>
    public static Tensor FromFile(string path, long offset, DataType type, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(path);
        TensorEngine.Load();
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.calque_tensor_from_file(path, offset, (int)type, sizes, shape.Length, out nint handle), "a tensor from a file");
            return Wrap(handle, "from a file");
        }
    }

    /// <summary>Copies the elements out, row-major.</summary>
    /// <exception cref="ArgumentException">Elements of another type, or another count.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        if (DataType != TypeOf<T>())
            throw new ArgumentException($"elements of type {DataType} were asked for as {TypeOf<T>()}", nameof(destination));
        if (ElementCount != destination.Length)
            throw new ArgumentException($"{ElementCount} elements were asked for into room for {destination.Length}", nameof(destination));
        using TensorScope scope = TensorScope.Open();
        Tensor flat = Operators.Contiguous(Device.IsCuda ? Operators.To(this, Device.Cpu) : this);
        new ReadOnlySpan<T>((void*)flat.Information().Data, destination.Length).CopyTo(destination);
    }

    /// <summary>The elements, row-major.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        T[] values = new T[ElementCount];
        CopyTo(values.AsSpan());
        return values;
    }

    /// <summary>The one element, as a double.</summary>
    /// <exception cref="InvalidOperationException">There is more than one, or none.</exception>
    public double Item()
    {
        if (ElementCount != 1)
            throw new InvalidOperationException($"a tensor of shape {ShapeText(Shape)} is no single number");
        using TensorScope scope = TensorScope.Open();
        return Operators.To(this, DataType.Float64).ToArray<double>()[0];
    }

    /// <summary>Takes the tensor out of its scope: from now on the caller disposes of it.</summary>
    /// <returns>The tensor.</returns>
    public Tensor Own()
    {
        _ = Handle;
        Scope = null;
        return this;
    }

    /// <summary>A second reference to the same elements and the same graph, in the current scope.</summary>
    public Tensor Share()
    {
        NativeMethods.Check(NativeMethods.calque_tensor_retain(Handle, out nint other), "a second reference");
        return Wrap(other, "share");
    }

    /// <summary>Frees it now; its scope then has nothing to do.</summary>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        Scope = null;
        nint handle = Forget();
        NativeMethods.calque_tensor_release(&handle, 1);
    }

    /// <summary>The shape and the type, as <c>[2, 3] Float32</c>.</summary>
    public override string ToString() => _handle == 0 ? "freed" : $"{ShapeText(Shape)} {DataType}";

    internal static Tensor Wrap(nint handle, string origin)
    {
        Tensor tensor = new(handle, origin);
        try
        {
            TensorScope.Current.Add(tensor);
        }
        catch (InvalidOperationException)
        {
            NativeMethods.calque_tensor_release(&handle, 1);
            throw;
        }

        return tensor;
    }

    internal static string ShapeText(ReadOnlySpan<long> shape) =>
        $"[{string.Join(", ", shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    internal TensorInformation Information()
    {
        TensorInformation information;
        NativeMethods.Check(NativeMethods.calque_tensor_information(Handle, &information), "looking at a tensor");
        return information;
    }

    internal nint Forget()
    {
        nint handle = _handle;
        _handle = 0;
        return handle;
    }

    private static DataType TypeOf<T>() =>
        typeof(T) == typeof(float) ? DataType.Float32
        : typeof(T) == typeof(double) ? DataType.Float64
        : typeof(T) == typeof(long) ? DataType.Int64
        : typeof(T) == typeof(int) ? DataType.Int32
        : typeof(T) == typeof(short) ? DataType.Int16
        : typeof(T) == typeof(byte) ? DataType.UInt8
        : typeof(T) == typeof(bool) ? DataType.Boolean
        : typeof(T) == typeof(Half) ? DataType.Float16
        : throw new ArgumentException($"elements of type {typeof(T)} have no place in a tensor");

    private ObjectDisposedException Freed() =>
#if DEBUG
        new(nameof(Tensor), $"a tensor made by {_origin} was used after its scope had closed or it was disposed of");
#else
        new(nameof(Tensor), "a tensor was used after its scope had closed or it was disposed of (a debug build says which operator made it)");
#endif
}
