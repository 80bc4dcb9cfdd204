using System.Runtime.CompilerServices;
using HostedSingleton.Hosting;
using HostedSingleton.Store;
using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton;

/// <summary>What <c>services.AddHostedSingleton()</c> returns: choose the store of the mesh with it, and add services to the mesh.</summary>
public sealed class HostedSingletonBuilder
{
    internal HostedSingletonBuilder(IServiceCollection services, MeshPlan plan) => (Services, Plan) = (services, plan);

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    internal MeshPlan Plan { get; }

    /// <summary>
    /// The one way in which an extension method chooses the mesh's store. The same choice made twice is one choice; two choices fail the start.
    /// </summary>
    /// <param name="make">Makes the store, once, from the application's services.</param>
    /// <param name="settings">What it is chosen with, for telling choices apart by equality. Never shown, so it may hold secrets.</param>
    /// <param name="verb">The name of the extension method, for the error.</param>
    internal HostedSingletonBuilder UseStore(Func<IServiceProvider, IMeshStore> make, object? settings = null, [CallerMemberName] string verb = "")
    {
        Plan.Add(new StoreChoice(verb, settings, make));
        return this;
    }
}
