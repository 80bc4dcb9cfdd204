using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace GlobalShell;

/// <summary>Where a shell writes: in colour on a terminal, as plain lines where it is piped, or as JSON.</summary>
internal sealed class ShellOutput(ShellSettings settings)
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _gate = new();
    private int _number;

    private bool IsTerminal => !settings.Json && !Console.IsOutputRedirected && !Console.IsInputRedirected;

    /// <summary>Asks for the next command.</summary>
    public void Prompt(int number)
    {
        lock (_gate)
        {
            _number = number;
            if (IsTerminal)
            {
                AnsiConsole.Markup($"[grey]global[/]([blue]{settings.Node.EscapeMarkup()}[/])[grey]{number}>[/] ");
            }
        }
    }

    /// <summary>Shows a command that came from a pipe, as a terminal would have.</summary>
    public void Echo(string command)
    {
        if (!IsTerminal)
        {
            Write("prompt", _number, settings.Json ? command : $"global({settings.Node}){_number}> {command}", "");
        }
    }

    public void Result(ShellAnswer answer) => Write("result", _number, answer.Text, "white", answer.Data);

    public void Error(string text) => Write("error", _number, $"** {text}", "red");

    /// <summary>Something has happened by itself.</summary>
    public void Event(string text) => Write("event", 0, text, "yellow");

    private void Write(string kind, int number, string text, string colour, object? data = null)
    {
        lock (_gate)
        {
            if (IsTerminal)
            {
                AnsiConsole.MarkupLine($"[{colour}]{text.EscapeMarkup()}[/]");
            }
            else
            {
                Console.WriteLine(settings.Json ? JsonSerializer.Serialize(new ShellLine(settings.Node, number, kind, text, data), Lines) : text);
            }
        }
    }
}
