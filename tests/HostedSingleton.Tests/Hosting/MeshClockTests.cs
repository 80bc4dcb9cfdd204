using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Hosting;

public class MeshClockTests
{
    private static readonly DateTimeOffset LongAgo = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public async Task A_mesh_runs_on_the_applications_clock() => Assert.Equal(2001, await YearOfGrantAsync(_ => { }));

    [Fact]
    public async Task A_mesh_that_was_given_a_clock_of_its_own_runs_on_that() =>
        Assert.NotEqual(2001, await YearOfGrantAsync(services => services.AddKeyedSingleton<TimeProvider>("HostedSingleton", TimeProvider.System)));

    /// <summary>By which clock the store of a mesh granted a name, in an application whose clock stands still.</summary>
    private static async Task<int> YearOfGrantAsync(Action<IServiceCollection> add)
    {
        var builder = Hosts.Builder();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(LongAgo)).AddHostedSingleton();
        add(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        var registration = await host.Services.GetRequiredService<IGlobalRegistry>().RegisterAsync("orders");
        var owner = host.Services.GetRequiredService<IGlobalRegistry>().WhereIs(registration.Name);
        await host.StopAsync();
        return owner!.RegisteredAt.Year;
    }
}
