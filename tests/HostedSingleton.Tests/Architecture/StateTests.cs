using System.Reflection;
using System.Runtime.CompilerServices;

namespace HostedSingleton.Tests.Architecture;

public sealed class StateTests
{
    [Fact]
    public void Nothing_is_kept_in_static_fields_that_can_change()
    {
        var changing =
            from type in typeof(GlobalName).Assembly.GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace?.StartsWith("HostedSingleton", StringComparison.Ordinal) == true
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral && !field.IsDefined(typeof(CompilerGeneratedAttribute))
            select $"{type.Name}.{field.Name}";
        Assert.Empty(changing);
    }
}
