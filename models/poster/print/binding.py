"""From a page to the bytes of a PDF file: fonts, pictures and marks as objects. The same page makes the same bytes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zlib import compress

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String
from pikepdf import Page as Leaf
from PIL import Image, ImageColor

from models.poster.print.page import Page, Soft
from models.poster.print.subset import ASCENT, CAPITAL, DESCENT, Subset

_SYMBOLIC = 4  # The font has its own numbers for glyphs.


def bound(page: Page, title: str) -> bytes:
    """A file of one page, which asks to be printed at its own size."""
    return bound_together([page], title)


def bound_together(pages: Sequence[Page], title: str) -> bytes:
    """A file of several pages; a font that pages share is in it once."""
    with Pdf.new() as book:
        fonts: dict[int, Object] = {}
        for page in pages:
            for subset in page.fonts.values():
                if id(subset) not in fonts:
                    fonts[id(subset)] = book.make_indirect(_font(book, subset))
            book.pages.append(Leaf(book.make_indirect(_leaf(book, page, fonts))))
        book.Root.Lang = String("zh-CN")
        book.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
        book.docinfo.Title = String(title)
        held = BytesIO()
        book.save(held, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return held.getvalue()


def _leaf(book: Pdf, page: Page, fonts: Mapping[int, Object]) -> Dictionary:
    width, height = page.form.points
    scale = page.form.scale
    turn = f"{scale:.6f} 0 0 {-scale:.6f} 0 {height:.4f} cm"
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 4), round(height, 4)]),
        Resources=_resources(book, page, fonts),
        Contents=book.make_indirect(_packed(book, "\n".join([turn, *page.marks]).encode())),
    )


def _resources(book: Pdf, page: Page, fonts: Mapping[int, Object]) -> Dictionary:
    images = {f"/P{place}": _photo(book, data) for place, data in enumerate(page.photos)}
    images |= {f"/S{place}": _soft(book, soft) for place, soft in enumerate(page.softs)}
    named = {f"/F{place}": fonts[id(subset)] for place, subset in enumerate(page.fonts.values())}
    return Dictionary(Font=Dictionary(named), XObject=Dictionary(images))


def _packed(book: Pdf, data: bytes, **facts: object) -> Stream:
    return Stream(book, compress(data, 9), Filter=Name.FlateDecode, **facts)


def _photo(book: Pdf, data: bytes) -> Stream:
    """The JPEG as it was stored: a PDF holds it without encoding it anew."""
    with Image.open(BytesIO(data)) as stored:
        size, colours = stored.size, Name.DeviceGray if stored.mode == "L" else Name.DeviceRGB
    return Stream(book, data, Filter=Name.DCTDecode, **_image(size, colours))


def _soft(book: Pdf, soft: Soft) -> Stream:
    size = soft.mask.size
    mask = _packed(book, soft.mask.tobytes(), **_image(size, Name.DeviceGray), Interpolate=True)
    even = bytes(ImageColor.getrgb(soft.colour)[:3]) * (size[0] * size[1])
    return _packed(book, even, **_image(size, Name.DeviceRGB), SMask=book.make_indirect(mask))


def _image(size: tuple[int, int], colours: Name) -> dict[str, object]:
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": colours,
        "BitsPerComponent": 8,
    }


def _font(book: Pdf, subset: Subset) -> Dictionary:
    name = Name(f"/{subset.name}")
    file = subset.file()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC,
        FontBBox=Array([-1000, DESCENT * 2, 3000, ASCENT * 2]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=CAPITAL,
        StemV=subset.weight // 5,
        FontFile2=book.make_indirect(_packed(book, file, Length1=len(file))),
    )
    glyphs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=1000,
        W=Array([0, Array(subset.widths)]),
        FontDescriptor=book.make_indirect(descriptor),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([book.make_indirect(glyphs)]),
        ToUnicode=book.make_indirect(_packed(book, _meanings(subset.texts))),
    )


def _meanings(texts: dict[int, str]) -> bytes:
    """The table by which a reader finds and copies text. A glyph that only completes the one before stands for nothing,
    and says so, because readers make up a text for what is not in the table."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode()
