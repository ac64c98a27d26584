using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.PowerCut.Tests;

/// <summary>A disk that forgets what was not flushed, and nothing else.</summary>
public sealed class VolatileDiskTests : IDisposable
{
    private const int Page = VolatileDisk.PageBytes;
    private const int Pages = 64;

    private readonly TemporaryDirectory _directory = new();
    private readonly VolatileDisk _disk;

    public VolatileDiskTests()
    {
        string path = _directory["disk.img"];
        File.WriteAllBytes(path, new byte[Pages * Page]);
        _disk = new VolatileDisk(path);
    }

    public void Dispose()
    {
        _disk.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void What_was_written_is_read_before_any_flush()
    {
        _disk.Write(100, [1, 2, 3]);

        byte[] read = new byte[5];
        _disk.Read(99, read);

        Assert.Equal([0, 1, 2, 3, 0], read);
    }

    [Fact]
    public void A_cut_drops_what_was_not_flushed_and_keeps_what_was()
    {
        Fill(0, 3, 1);
        _disk.CompleteFlush(_disk.BeginFlush());
        Fill(2, 3, 2);

        CutReport report = _disk.Cut(CutMode.Drop, new Random(1));

        Assert.Equal(new CutReport(CutMode.Drop, 3, 0, 0), report);
        Assert.Equal([1, 1, 1, 0, 0], Contents(5));
    }

    [Fact]
    public void A_flush_covers_only_what_was_written_before_it_began()
    {
        Fill(0, 1, 1);
        VolatileDisk.FlushMark mark = _disk.BeginFlush();
        Fill(0, 2, 2);
        _disk.CompleteFlush(mark);

        _disk.Cut(CutMode.Drop, new Random(1));

        Assert.Equal([1, 0], Contents(2));
    }

    [Fact]
    public void A_flush_that_the_power_interrupts_makes_nothing_durable()
    {
        Fill(0, 1, 1);
        VolatileDisk.FlushMark mark = _disk.BeginFlush();

        _disk.Cut(CutMode.Drop, new Random(1));
        Fill(0, 1, 2);
        _disk.CompleteFlush(mark);
        _disk.Cut(CutMode.Drop, new Random(1));

        Assert.Equal([0], Contents(1));
    }

    [Fact]
    public void A_write_through_survives_at_once()
    {
        Fill(0, 2, 1);
        _disk.WriteThrough(0, Filled(1, 2));

        _disk.Cut(CutMode.Drop, new Random(1));

        Assert.Equal([2, 0], Contents(2));
    }

    [Fact]
    public void A_scattered_cut_leaves_each_page_in_some_state_it_had_since_the_flush()
    {
        var seen = new HashSet<byte>();
        for (int seed = 0; seed < 20; seed++)
        {
            Fill(0, Pages, 1);
            _disk.CompleteFlush(_disk.BeginFlush());
            Fill(0, Pages, 2);
            Fill(0, Pages, 3);
            CutReport report = _disk.Cut(CutMode.Scatter, new Random(seed));
            byte[] contents = Contents(Pages);
            seen.UnionWith(contents);
            Assert.Equal(report.Kept, contents.Count(content => content == 3));
            Assert.Equal(report.Torn, contents.Count(content => content == 2));
            Assert.Equal(report.Dropped, contents.Count(content => content == 1));
        }

        Assert.Equal([1, 2, 3], seen.Order().ToArray());
    }

    [Theory]
    [InlineData(CutMode.Prefix)]
    [InlineData(CutMode.Suffix)]
    internal void A_cut_in_order_keeps_one_end_of_what_was_written(CutMode mode)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Fill(0, Pages, 1);
            _disk.CompleteFlush(_disk.BeginFlush());
            Fill(0, Pages, 2);

            CutReport report = _disk.Cut(mode, new Random(seed));

            byte[] expected =
                [.. Enumerable.Repeat((byte)2, report.Kept), .. Enumerable.Repeat((byte)1, report.Dropped)];
            Assert.Equal(mode == CutMode.Prefix ? expected : [.. expected.Reverse()], Contents(Pages));
        }
    }

    [Fact]
    public void The_disk_as_the_cut_left_it_can_be_saved_later()
    {
        Fill(0, 2, 1);
        _disk.CompleteFlush(_disk.BeginFlush());
        _disk.Cut(CutMode.Drop, new Random(1));
        Fill(1, 2, 9);
        _disk.CompleteFlush(_disk.BeginFlush());

        string copy = _directory["copy.img"];
        _disk.SaveAsCut(copy);

        byte[] saved = File.ReadAllBytes(copy);
        Assert.Equal(Pages * Page, saved.Length);
        Assert.Equal([1, 1, 0], Enumerable.Range(0, 3).Select(page => saved[page * Page]));
    }

    private static byte[] Filled(int pages, byte content) => [.. Enumerable.Repeat(content, pages * Page)];

    private void Fill(int page, int pages, byte content) => _disk.Write(page * (long)Page, Filled(pages, content));

    private byte[] Contents(int pages)
    {
        byte[] read = new byte[pages * Page];
        _disk.Read(0, read);
        byte[] contents = [.. Enumerable.Range(0, pages).Select(page => read[page * Page])];
        Assert.All(contents, (content, page) => Assert.Equal(Filled(1, content), read.AsSpan(page * Page, Page)));
        return contents;
    }
}
