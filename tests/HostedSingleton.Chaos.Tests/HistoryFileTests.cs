using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos.Tests;

public class HistoryFileTests
{
    [Fact]
    public void A_history_is_read_as_it_was_written()
    {
        var path = Path.GetTempFileName();
        HistoryLine[] lines =
        [
            new Setting(1, 2, 3, 4, [new MeshSetting(WhenIsolated.Stop, ["a"], ["n"])]),
            new Told(new WorkerEvent(5, "a.2", WorkerEventKind.Running, "n", 6)),
            new Fault(FaultKind.Stall, "", 7, 8),
            new Calm(9, 10),
            new Written("n", 11, "a#1"),
            new Nonsense("text"),
        ];
        using (var file = new HistoryFile(path))
        {
            Array.ForEach(lines, file.Add);
        }

        var read = HistoryFile.Read(path);
        File.Delete(path);

        Assert.Equal((1, 4L, WhenIsolated.Stop), (read.Setting.Seed, read.Setting.Margin, read.MeshOf("n").WhenIsolated));
        HistoryLine[] rest = [.. read.Events.Select(e => new Told(e)), .. read.Faults, .. read.Calms, .. read.Written, .. read.Nonsense.Select(text => new Nonsense(text))];
        Assert.Equal(lines.Skip(1), rest);
    }
}
