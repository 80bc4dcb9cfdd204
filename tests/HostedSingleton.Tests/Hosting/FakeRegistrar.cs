using System.Threading.Channels;
using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Hosting;

/// <summary>A registry whose word the test speaks. As the real one, it calls listeners on a thread that is none of the pool's.</summary>
internal sealed class FakeRegistrar : IRegistrar
{
    private readonly Channel<FakeClaim> _claims = Channel.CreateUnbounded<FakeClaim>();

    public int Claims { get; private set; }

    public IClaim Claim(GlobalName name, ClaimRequest request, IClaimListener listener)
    {
        var claim = new FakeClaim(++Claims, request, listener);
        _claims.Writer.TryWrite(claim);
        return claim;
    }

    public async Task<FakeClaim> NextAsync() => await _claims.Reader.ReadAsync();
}
