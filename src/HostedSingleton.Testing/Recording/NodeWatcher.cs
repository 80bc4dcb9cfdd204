using HostedSingleton.Hosting;

namespace HostedSingleton.Testing;

/// <summary>Writes down what the services of one life of a node do.</summary>
internal sealed class NodeWatcher(NodeLife life) : IServiceWatcher
{
    public void BodyBegins(GlobalName name, GlobalRegistration registration) =>
        life.Bed.Book.Begin(new TestBedRun(life.Node, name, registration, life.Bed.Elapsed));

    public void BodyEnded(GlobalName name, Exception? fault)
    {
        if (!life.IsDead)
        {
            life.Bed.Book.End(life.Node, name, life.Bed.Elapsed, fault);
        }
    }

    public void HookCalled(GlobalName name, ServiceHook hook)
    {
        life.Node.LastHooks[name] = hook.Method;
        if (hook is ServiceHook.GlobalNameConflict told)
        {
            life.Node.Tell(told.Conflict);
        }
    }
}
