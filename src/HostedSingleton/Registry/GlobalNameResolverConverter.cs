using System.ComponentModel;
using System.Globalization;

namespace HostedSingleton;

/// <summary>Reads a built-in resolver's name from configuration.</summary>
internal sealed class GlobalNameResolverConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is not string name ? base.ConvertFrom(context, culture, value)
        : Resolvers.ByName(name) ?? throw new FormatException(
            $"There is no resolver '{name}'. Write one of {string.Join(", ", Resolvers.All.Select(r => r.Name))}, or set a resolver of your own in code.");
}
