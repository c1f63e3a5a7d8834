using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Calque.Neural.Tensors;

/// <summary>
/// libtorch as a whole: loading it, its version, its threads. It is loaded when the first tensor is made, and not before: a
/// process that only asks for help pays nothing.
/// </summary>
public static unsafe partial class TensorEngine
{
    private const int AbiVersion = 1;
    private static readonly Lock Gate = new();

    private static readonly string LibraryPath = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "calque_torch.dll" : OperatingSystem.IsMacOS() ? "libcalque_torch.dylib" : "libcalque_torch.so");

    private static volatile bool _loaded;
    private static EngineUnavailableException? _failure;

    /// <summary>Whether the engine can be used here; loads it.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                Load();
                return true;
            }
            catch (EngineUnavailableException)
            {
                return false;
            }
        }
    }

    /// <summary>The version of libtorch, such as <c>1.13.1</c>.</summary>
    public static string Version
    {
        get
        {
            Load();
            return NativeMethods.ReadText((place, capacity) => NativeMethods.calque_torch_version((byte*)place, capacity));
        }
    }

    /// <summary>How libtorch was built, in its own words.</summary>
    public static string BuildSettings
    {
        get
        {
            Load();
            return NativeMethods.ReadText((place, capacity) => NativeMethods.calque_build_settings((byte*)place, capacity));
        }
    }

    /// <summary>Tensors that this process holds at the moment, whoever owns them.</summary>
    public static long LiveTensors
    {
        get
        {
            Load();
            return NativeMethods.calque_live_handles();
        }
    }

    /// <summary>Whether a CUDA device is there.</summary>
    public static bool HasCuda
    {
        get
        {
            Load();
            return (NativeMethods.calque_capabilities() & 2) != 0;
        }
    }

    /// <summary>Whether several processes can train together.</summary>
    public static bool HasProcessGroups
    {
        get
        {
            Load();
            return (NativeMethods.calque_capabilities() & 1) != 0;
        }
    }

    /// <summary>How many threads one operator uses, those of the matrix library included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static int Threads
    {
        get
        {
            Load();
            return NativeMethods.calque_threads();
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Load();
            NativeMethods.Check(NativeMethods.calque_set_threads(value), "the number of threads");
        }
    }

    /// <summary>Loads libtorch and the library over it, once.</summary>
    /// <exception cref="EngineUnavailableException">Something is missing or does not fit; the message says what to install.</exception>
    public static void Load()
    {
        if (_loaded)
            return;
        lock (Gate)
        {
            if (_loaded)
                return;
            if (_failure is not null)
                throw _failure;
            try
            {
                Prepare();
                int version = NativeMethods.calque_abi_version();
                if (version != AbiVersion)
                    throw Unavailable($"version {version.ToString(CultureInfo.InvariantCulture)} of the library over libtorch",
                        $"version {AbiVersion.ToString(CultureInfo.InvariantCulture)}", "It belongs to another build of Calque: build again.");
            }
            catch (DllNotFoundException error)
            {
                _failure = Unavailable(Why(error.Message), "the library over libtorch beside the program, and libtorch", EngineUnavailableException.HowToInstall, error);
                throw _failure;
            }
            catch (Exception error) when (error is BadImageFormatException or EntryPointNotFoundException)
            {
                _failure = Unavailable(error.Message, "the library over libtorch of this build", "It belongs to another build or platform: build again.", error);
                throw _failure;
            }
            catch (EngineUnavailableException error)
            {
                _failure = error;
                throw;
            }

            _loaded = true;
            // One thread until somebody asks for more: what libtorch takes by itself hangs on the machine and its settings.
            NativeMethods.Check(NativeMethods.calque_set_threads(1), "the number of threads");
        }
    }

    /// <summary>Whether the loaded libtorch has an operator, such as <c>aten::scaled_dot_product_attention</c>.</summary>
    /// <param name="name">The operator with its overload, parted by a dot.</param>
    public static bool HasOperator(string name)
    {
        Load();
        (string plain, string overload) = Operator.Split(name);
        NativeMethods.Check(NativeMethods.calque_operator_exists(plain, overload, out int exists), name);
        return exists != 0;
    }

    /// <summary>Gives memory that is free, but kept for later, back to the system: after an evaluation, or batches of many lengths.</summary>
    public static void ReturnMemory()
    {
        Load();
        NativeMethods.Check(NativeMethods.calque_return_memory(), "returning memory");
    }

    /// <summary>Waits until a CUDA device has done its work; nothing on the processor.</summary>
    public static void Synchronize(Device device)
    {
        Load();
        if (device.IsCuda)
            NativeMethods.Check(NativeMethods.calque_synchronize(device.Index), "waiting for the device");
    }

    /// <summary>
    /// What must stand before libtorch is loaded. The runtime keeps an environment of its own that C libraries never see, so these
    /// go through the C library; what the user has set is left alone.
    /// </summary>
    private static void Prepare()
    {
        if (!OperatingSystem.IsWindows())
        {
            // OpenMP's idle threads spin by default: on busy or few cores a step takes three times as long.
            SetEnvironment("OMP_WAIT_POLICY", "passive");
        }

        NativeLibrary.SetDllImportResolver(typeof(TensorEngine).Assembly, (name, assembly, search) =>
        {
            if (name != NativeMethods.Library)
                return 0;
            // A file that is there and cannot be loaded says why (the library it lacks); the default search would hide it.
            return File.Exists(LibraryPath) ? NativeLibrary.Load(LibraryPath) : 0;
        });
    }

    private static string Why(string message) =>
        File.Exists(LibraryPath)
            ? $"a library that cannot be loaded ({string.Join("; ", message.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(": ", StringComparison.Ordinal)).Take(2))})"
            : "no library over libtorch (it was not built, or not laid beside the program)";

    private static EngineUnavailableException Unavailable(string found, string expected, string hint, Exception? inner = null) =>
        new("the neural engine", found, expected, hint, inner);

    private static void SetEnvironment(string name, string value) => setenv(name, value, 0);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
