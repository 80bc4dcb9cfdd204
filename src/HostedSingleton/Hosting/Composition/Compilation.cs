using System.Reflection;
using System.Runtime.CompilerServices;

namespace HostedSingleton.Hosting;

/// <summary>
/// Compiles what a service runs first, before it runs: the hook of its grant and its body, and the state machines that the compiler has made of them. At
/// their first call that takes some milliseconds, in which nobody runs.
/// </summary>
internal static class Compilation
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] First = [nameof(IServiceBody.OnRegisteredAsync), "ExecuteAsync"];

    /// <summary>Compiles for a type of service. No code of it runs.</summary>
    public static void Prepare(Type service)
    {
        foreach (var method in typeof(GlobalBackgroundService).GetInterfaceMap(typeof(IServiceBody)).TargetMethods.Concat(MethodsOf(service)))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. method.DeclaringType!.GetGenericArguments().Select(argument => argument.TypeHandle)]);
        }
    }

    private static IEnumerable<MethodBase> MethodsOf(Type service)
    {
        yield return typeof(GlobalBackgroundService).GetProperty("Registration", Any)!.GetMethod!;
        foreach (var method in First.Select(name => service.GetMethod(name, 0, Any, [typeof(CancellationToken)])!).Where(method => !method.IsAbstract))
        {
            yield return method;
            if (method.GetCustomAttribute<AsyncStateMachineAttribute>()?.StateMachineType is { } machine)
            {
                var closed = machine.IsGenericTypeDefinition ? machine.MakeGenericType(method.DeclaringType!.GetGenericArguments()) : machine;
                yield return closed.GetMethod(nameof(IAsyncStateMachine.MoveNext), Any)!;
            }
        }
    }
}
