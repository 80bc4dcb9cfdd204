using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HostedSingleton.Tests.Architecture;

/// <summary>Several meshes live in one process, so nothing of one may be kept where another sees it.</summary>
public sealed class StateTests
{
    public static TheoryData<string> Packages => ["HostedSingleton", "HostedSingleton.Redis", "HostedSingleton.Testing"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nothing_is_kept_in_static_fields_that_can_change(string package) =>
        Assert.Empty(Assembly.Load(package).GetTypes().Where(IsWritten).SelectMany(Changing));

    [Fact]
    public void A_static_field_that_can_change_is_found()
    {
        Example.Changing++;
        Assert.Equal(["Example.Changing", "Example.Collecting", "Example.Settable"], Changing(typeof(Example)).Select(NameOf).Order(StringComparer.Ordinal));
    }

    /// <summary>Not what the compiler keeps for lambdas, nor what generators write.</summary>
    private static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace?.StartsWith("HostedSingleton", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Changing(Type type) =>
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsLiteral && (!field.IsInitOnly || Collects(field.FieldType))
        select $"{type.Name}.{field.Name}";

    private static bool Collects(Type type) =>
        typeof(IEnumerable).IsAssignableFrom(type) && type.Namespace is "System.Collections" or "System.Collections.Generic" or "System.Collections.Concurrent" && !type.IsInterface;

    private static string NameOf(string field) => field.Replace("<", "", StringComparison.Ordinal).Replace(">k__BackingField", "", StringComparison.Ordinal);

    private static class Example
    {
        public static readonly List<int> Collecting = [];

        public static readonly ImmutableArray<int> Fixed = [];

        public static int Changing;

        public static string Settable { get; set; } = "";
    }
}
