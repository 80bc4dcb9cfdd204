using System.Diagnostics.CodeAnalysis;

namespace HostedSingleton;

/// <summary>The answer to <see cref="IGlobalRegistry.TryRegisterAsync"/>: Erlang's <c>yes</c> or <c>no</c>.</summary>
public sealed class RegisterResult
{
    internal RegisterResult(GlobalRegistration registration) => Registration = registration;

    internal RegisterResult(GlobalOwner owner) => Owner = owner;

    /// <summary>Whether the name was granted.</summary>
    [MemberNotNullWhen(true, nameof(Registration))]
    [MemberNotNullWhen(false, nameof(Owner))]
    public bool IsRegistered => Registration is not null;

    /// <summary>The registration, if the name was granted.</summary>
    public GlobalRegistration? Registration { get; }

    /// <summary>Who has the name, if it was taken.</summary>
    public GlobalOwner? Owner { get; }
}
