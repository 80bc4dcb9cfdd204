using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Hosting;

/// <summary>What was said of one mesh while the services of its process were added. It lies in the container under the mesh's key.</summary>
internal sealed class MeshPlan
{
    /// <summary>The key of the one mesh that a process has by default.</summary>
    public const string DefaultKey = "HostedSingleton";

    private readonly List<ServicePlan> _services = [];
    private readonly List<StoreChoice> _stores = [];

    public string Key { get; } = DefaultKey;

    public IReadOnlyList<ServicePlan> Services => _services;

    public IReadOnlyList<StoreChoice> Stores => _stores;

    /// <summary>The plan that lies in a container's list already, or null.</summary>
    public static MeshPlan? In(IServiceCollection services) =>
        services.FirstOrDefault(s => s.IsKeyedService && s.ServiceType == typeof(MeshPlan))?.KeyedImplementationInstance as MeshPlan;

    /// <summary>Adds a service, once.</summary>
    /// <returns>Whether it was not there yet.</returns>
    public bool Add(ServicePlan service)
    {
        var isNew = !_services.Contains(service);
        if (isNew)
        {
            _services.Add(service);
        }

        return isNew;
    }

    /// <summary>Makes a store the only choice, whatever was chosen: for test beds, which run what an application adds for its real store.</summary>
    public void UseOnly(StoreChoice store)
    {
        _stores.Clear();
        _stores.Add(store);
    }

    /// <summary>Adds a choice of store, once.</summary>
    public void Add(StoreChoice store)
    {
        if (!_stores.Exists(store.IsSameAs))
        {
            _stores.Add(store);
        }
    }
}
