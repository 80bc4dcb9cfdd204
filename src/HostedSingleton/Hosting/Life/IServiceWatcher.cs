namespace HostedSingleton.Hosting;

/// <summary>Hears what users' code is asked to do, as it is asked: for test beds, which have no other way to see a body begin. It must not throw.</summary>
internal interface IServiceWatcher
{
    /// <summary>The body is about to begin.</summary>
    void BodyBegins(GlobalName name, GlobalRegistration registration);

    /// <summary>The body has returned, or has thrown. Nobody else knows of it yet.</summary>
    void BodyEnded(GlobalName name, Exception? fault);

    /// <summary>A hook is about to be called.</summary>
    void HookCalled(GlobalName name, ServiceHook hook);
}
