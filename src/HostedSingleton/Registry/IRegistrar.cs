namespace HostedSingleton.Registry;

/// <summary>Where a service's life asks for its name: the registry's inner face.</summary>
internal interface IRegistrar
{
    /// <summary>Begins a claim. The listener hears of it in order, on a thread of the library's own.</summary>
    IClaim Claim(GlobalName name, ClaimRequest request, IClaimListener listener);
}
