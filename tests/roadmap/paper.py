"""PDF files written by hand, as small as the format lets them be."""

from collections.abc import Sequence


def pdf(pages: Sequence[str], *, count: int | None = None) -> bytes:
    """A PDF of pages with these drawing commands; `count` is the number of pages it claims to have."""
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    letters, widths = _letters(), " ".join(["556"] * 224)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) if count is None else count} >>",
        (
            "<< /Type /Font /Subtype /Type1 /BaseFont /Paper /Encoding /WinAnsiEncoding /ToUnicode 4 0 R "
            f"/FirstChar 32 /LastChar 255 /Widths [{widths}] /FontDescriptor 5 0 R >>"
        ),
        f"<< /Length {len(letters)} >>\nstream\n{letters}\nendstream",
        (
            "<< /Type /FontDescriptor /FontName /Paper /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
            "/Ascent 718 /Descent -207 /CapHeight 718 /StemV 88 >>"
        ),
    ]
    for place, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * place} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _file(objects)


def _file(objects: Sequence[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n"
    )
    return body + tail.encode() + b"%%EOF\n"


def words(text: str, x: float = 72, y: float = 700, size: float = 12) -> str:
    """Drawing commands for a line of text, Latin or Russian."""
    return f"BT /F1 {size} Tf {x} {y} Td <{_codes(text)}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Drawing commands for a ruling line."""
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


Rows = Sequence[Sequence[str]]
SIZE, LEADING = 8.0, 10.0
"""Of the letters of a table, and from one of its lines to the next."""
_WIDTH = SIZE * 0.556
"""Of most letters."""


def table(rows: Rows, widths: Sequence[float], *, top: float = 780, left: float = 40, ruled: bool = True) -> str:
    """Drawing commands for a table: words wrapped in columns so wide, with or without lines around the cells."""
    drawn, y = "", top
    edges = [left + sum(widths[:place]) for place in range(len(widths) + 1)]
    for row in rows:
        cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, cells)) * LEADING + 6
        for edge, lines in zip(edges, cells, strict=False):
            for place, text in enumerate(lines):
                drawn += words(text, edge + 3, y - LEADING * (place + 1), SIZE) if text else ""
        drawn += "".join(line(edge, y, edge, y - height) for edge in edges) if ruled else ""
        drawn += line(edges[0], y, edges[-1], y) if ruled else ""
        y -= height
    return drawn + (line(edges[0], y, edges[-1], y) if ruled else "")


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * _WIDTH > width - 6:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


_RUSSIAN = "".join(map(chr, range(0x410, 0x450))) + "ЁёN№«»–—"
"""The letters of a font's upper half, so that one byte is one letter."""
_UPPER = {letter: 0x80 + place for place, letter in enumerate(_RUSSIAN)}


def _codes(text: str) -> str:
    return "".join(f"{_UPPER.get(letter, ord(letter)):02X}" for letter in text)


def _letters() -> str:
    """What the bytes of the font mean, for programs that read the text."""
    pairs = [(code, code) for code in range(0x20, 0x7F)] + [(code, ord(letter)) for letter, code in _UPPER.items()]
    parts = [pairs[start : start + 90] for start in range(0, len(pairs), 90)]
    mapped = "".join(
        f"{len(part)} beginbfchar\n"
        + "".join(f"<{code:02X}> <{letter:04X}>\n" for code, letter in part)
        + "endbfchar\n"
        for part in parts
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{mapped}endcmap end end"
    )
