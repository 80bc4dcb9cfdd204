namespace HostedSingleton;

/// <summary>Gives a <see cref="GlobalBackgroundService"/> its global name. <see cref="GlobalServiceOptions.Name"/> and a name given when it is added win over it.</summary>
/// <param name="name">The name: 1 to 255 bytes of UTF-8 without control characters. Checked when the service is added.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GlobalNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
