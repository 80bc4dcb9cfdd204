using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Reads the server's answers from a blocking stream (RESP2).</summary>
/// <param name="stream">The stream.</param>
internal sealed class WireReader(Stream stream)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Reads one answer.</summary>
    /// <exception cref="WireErrorException">The answer is an error.</exception>
    /// <exception cref="IOException">The connection broke, or the time is over.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public RedisResult Read(TimeLimit limit)
    {
        var line = Line(limit);
        return line[0] switch
        {
            '+' => RedisResult.Create((RedisValue)line[1..]),
            ':' => RedisResult.Create(Number(line)),
            '$' => RedisResult.Create(Bytes((int)Number(line), limit)),
            '*' => RedisResult.Create(Items((int)Number(line), limit)),
            '-' => throw new WireErrorException(line[1..]),
            _ => throw new IOException($"The server does not speak Redis' protocol: its answer begins with '{line[0]}'."),
        };
    }

    private static long Number(string line) => long.Parse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private RedisResult[] Items(int count, TimeLimit limit)
    {
        var items = new RedisResult[Math.Max(0, count)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Read(limit);
        }

        return items;
    }

    private RedisValue Bytes(int count, TimeLimit limit)
    {
        if (count < 0)
        {
            return RedisValue.Null;
        }

        Fill(count + 2, limit);
        var bytes = _buffer.AsSpan(_start, count).ToArray();
        _start += count + 2;
        return bytes;
    }

    private string Line(TimeLimit limit)
    {
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (length < 0)
        {
            Fill(_end - _start + 1, limit);
            length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        }

        var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
        _start += length + 1;
        return line.Length > 0 ? line : throw new IOException("The server does not speak Redis' protocol: it sent an empty line.");
    }

    /// <summary>Reads until so many bytes lie ready.</summary>
    private void Fill(int count, TimeLimit limit)
    {
        MakeRoom(count);
        while (_end - _start < count)
        {
            // The limit is for the whole answer: a peer that drips bytes must not stretch it.
            stream.ReadTimeout = limit.Milliseconds;
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read > 0 ? read : throw new EndOfStreamException("The server closed the connection.");
        }
    }

    private void MakeRoom(int count)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(count, _buffer.Length * 2));
        }
    }
}
