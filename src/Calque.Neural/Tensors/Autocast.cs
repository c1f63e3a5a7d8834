namespace Calque.Neural.Tensors;

/// <summary>Runs matrix products of this thread in a shorter type while it is open; sums, softmax and losses stay in float32 (libtorch's autocast).</summary>
public readonly ref struct Autocast
{
    private readonly int _deviceType;
    private readonly bool _on;

    private Autocast(Device device, DataType type)
    {
        TensorEngine.Load();
        _deviceType = device.NativeType;
        _on = true;
        NativeMethods.Check(NativeMethods.calque_autocast(_deviceType, (int)type), "autocast");
    }

    /// <summary>Opens it for a device.</summary>
    /// <param name="device">Where the tensors lie.</param>
    /// <param name="type"><see cref="DataType.BFloat16"/>, or on CUDA <see cref="DataType.Float16"/>; <see cref="DataType.Float32"/> changes nothing.</param>
    public static Autocast Open(Device device, DataType type) => type == DataType.Float32 ? default : new(device, type);

    /// <summary>Switches it off and forgets the weights it has cast: an optimizer's step makes them stale.</summary>
    public void Dispose()
    {
        if (_on)
            NativeMethods.Check(NativeMethods.calque_autocast(_deviceType, -1), "autocast");
    }
}
