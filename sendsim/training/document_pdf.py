"""A document as a tagged PDF: A4, real text in reading order, headings, lists and tables marked as what they are.

Written by hand, since no library that we already use writes tags. The letters are DejaVu Sans, which comes with
matplotlib, cut down to those used. The same document gives the same bytes: no clock and no chance. What is attached
(``Document.data``) stands uncompressed, so that it can be found again.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from sendsim.training.document import Block, Bullets, Document, Heading, Para, Table

WIDTH, HEIGHT = 595.28, 841.89
"""A4 in points."""
MARGIN, FOOT = 56.0, 64.0
SIZE, LEADING = 11.0, 1.45
HEADINGS = {1: 20.0, 2: 14.5, 3: 12.0}
UNKNOWN = "\ufffd"
"""Stands for a letter that the typeface does not have."""


@lru_cache(maxsize=2)
def _font_file(bold: bool) -> bytes:
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return (folder / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")).read_bytes()


class _Face:
    """A typeface cut down to the letters used: widths, glyph numbers and the file to embed."""

    def __init__(self, name: str, bold: bool, letters: set[str]) -> None:
        self.name = name
        font = TTFont(io.BytesIO(_font_file(bold)))
        known = font.getBestCmap()
        self.letters = sorted({letter if ord(letter) in known else UNKNOWN for letter in letters} | {UNKNOWN, " ", "?"})
        options = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True)
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "FFTM"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in self.letters])
        cutter.subset(font)
        font["head"].modified = font["head"].created = 0  # the same letters give the same bytes
        font.recalcTimestamp = False
        out = io.BytesIO()
        font.save(out)
        self.file = out.getvalue()
        self.scale = 1000 / font["head"].unitsPerEm
        cmap = font.getBestCmap()
        self.glyph = {letter: font.getGlyphID(cmap[ord(letter)]) for letter in self.letters}
        self.width = {letter: font["hmtx"][cmap[ord(letter)]][0] * self.scale for letter in self.letters}
        head, hhea = font["head"], font["hhea"]
        self.box = [round(v * self.scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
        self.ascent, self.descent = round(hhea.ascent * self.scale), round(hhea.descent * self.scale)

    def long(self, text: str, size: float) -> float:
        """Return the length of a text in points."""
        return sum(self.width.get(letter, self.width[UNKNOWN]) for letter in text) * size / 1000

    def code(self, text: str) -> str:
        """Write a text as glyph numbers."""
        return "<" + "".join(f"{self.glyph.get(letter, self.glyph[UNKNOWN]):04X}" for letter in text) + ">"

    def fitting(self, word: str, size: float, width: float) -> int:
        """Return how many letters of a word fit into ``width``, one at the least."""
        reached = 0.0
        for count, letter in enumerate(word):
            reached += self.long(letter, size)
            if reached > width:
                return max(1, count)
        return max(1, len(word))

    def lines(self, text: str, size: float, width: float) -> list[str]:
        """Break a text into lines no longer than ``width``; a word too long is broken where it must be."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in part.split():
                while self.long(word, size) > width:
                    cut = self.fitting(word, size, width)
                    lines += [line, word[:cut]] if line else [word[:cut]]
                    line, word = "", word[cut:]
                tried = f"{line} {word}".strip()
                if line and self.long(tried, size) > width:
                    lines.append(line)
                    line = word
                else:
                    line = tried
            lines.append(line)
        return lines


@dataclass(slots=True)
class _Node:
    """An element of the structure: what it is, its parent, its children or its pieces of pages."""

    kind: str
    children: list[_Node] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    scope: str = ""
    number: int = 0


class _Writer:
    """Lays blocks out on pages and notes the structure."""

    def __init__(self, document: Document, plain: _Face, bold: _Face) -> None:
        self.document, self.plain, self.bold = document, plain, bold
        self.root = _Node("Document")
        self.pages: list[list[str]] = []
        self.marks: list[list[_Node]] = []
        self.y = 0.0
        self._page()

    def _page(self) -> None:
        self.pages.append([])
        self.marks.append([])
        self.y = HEIGHT - MARGIN

    def room(self, needed: float) -> None:
        """Begin a page if there is no room for ``needed`` points."""
        if self.y - needed < FOOT and self.pages[-1]:
            self._page()

    def put(self, node: _Node, lines: Iterable[str], x: float, y: float, size: float, face: _Face) -> None:
        """Write lines at a place of this page, as one piece of ``node``."""
        page = len(self.pages) - 1
        mark = len(self.marks[page])
        self.marks[page].append(node)
        node.pieces.append((page, mark))
        out = [f"/{node.kind} <</MCID {mark}>> BDC BT /{face.name} {size:.2f} Tf"]
        for number, line in enumerate(lines):
            out.append(f"1 0 0 1 {x:.2f} {y - size - number * size * LEADING:.2f} Tm {face.code(line)} Tj")
        self.pages[page].append("\n".join([*out, "ET EMC"]))

    def flow(self, node: _Node, text: str, size: float = SIZE, face: _Face | None = None, indent: float = 0.0) -> None:
        """Write a text from here on, going on to further pages."""
        face = face or self.plain
        lines = face.lines(text, size, WIDTH - 2 * MARGIN - indent)
        while lines:
            self.room(size * LEADING * (len(lines) if len(lines) <= 5 else 2))  # short texts stay whole
            fit = max(1, int((self.y - FOOT) / (size * LEADING)))
            self.put(node, lines[:fit], MARGIN + indent, self.y, size, face)
            self.y -= len(lines[:fit]) * size * LEADING
            lines = lines[fit:]

    def add(self, kind: str, parent: _Node | None = None, scope: str = "") -> _Node:
        """Add an element to the structure."""
        node = _Node(kind, scope=scope)
        (parent or self.root).children.append(node)
        return node

    def block(self, block: Block) -> None:
        """Lay out one block."""
        if isinstance(block, Heading):
            size = HEADINGS[block.level]
            if block.new_page and self.pages[-1]:
                self._page()
            self.y -= size * 0.6
            self.room(size * LEADING + 3 * SIZE * LEADING)
            self.flow(self.add(f"H{block.level}"), block.text, size, self.bold)
            self.y -= size * 0.2
        elif isinstance(block, Para):
            if block.kind == "strong":  # it leads what follows
                self.room(5 * SIZE * LEADING)
            self.flow(
                self.add("P"),
                block.text,
                face=self.bold if block.kind == "strong" else None,
                indent=12.0 * (block.kind == "note"),
            )
            self.y -= SIZE * 0.55
        elif isinstance(block, Bullets):
            points = self.add("L")
            for index, item in enumerate(block.items):
                line = self.add("LI", points)
                label, body = self.add("Lbl", line), self.add("LBody", line)
                self.room(2 * SIZE * LEADING)
                self.put(label, [block.label(index)], MARGIN + 2, self.y, SIZE, self.plain)
                self.flow(body, item, indent=20.0)
                self.y -= SIZE * 0.25
            self.y -= SIZE * 0.4
        else:
            self.table(block)

    def table(self, table: Table) -> None:
        """Lay out a table, row by row; a row stays on one page."""
        top = self.add("Table")
        self.room(5 * SIZE * LEADING)
        self.flow(self.add("Caption", top), table.caption, face=self.bold)
        self.row(top, table.head, table.shares, head=True)
        for row in table.rows:
            self.row(top, row, table.shares)
        self.y -= SIZE * 0.8

    def row(self, top: _Node, cells: tuple[str, ...], shares: tuple[float, ...], head: bool = False) -> None:
        """Lay out one row."""
        face, full = (self.bold if head else self.plain), WIDTH - 2 * MARGIN
        laid = [face.lines(cell, SIZE, full * share - 8) for cell, share in zip(cells, shares, strict=True)]
        high = max(len(lines) for lines in laid) * SIZE * LEADING + 4
        self.room(high)
        row = self.add("TR", top)
        x = MARGIN
        for number, (lines, share) in enumerate(zip(laid, shares, strict=True)):
            header = head or number == 0
            node = self.add("TH" if header else "TD", row, ("Column" if head else "Row") if header else "")
            self.put(node, lines, x, self.y, SIZE, face)
            x += full * share
        self.y -= high
        left, right = f"{MARGIN:.2f} {self.y:.2f}", f"{WIDTH - MARGIN:.2f} {self.y:.2f}"
        self.pages[-1].append(f"/Artifact BMC 0.42 0.45 0.48 RG 0.6 w {left} m {right} l S EMC")
        self.y -= 3


class _File:
    """The objects of a PDF, numbered as they are added."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self.objects.append(b"")
        return len(self.objects)

    def add(self, body: str | bytes, number: int = 0) -> int:
        """Write an object and return its number."""
        number = number or self.reserve()
        self.objects[number - 1] = body.encode("latin-1") if isinstance(body, str) else body
        return number

    def stream(self, data: bytes, more: str = "", packed: bool = True) -> int:
        """Write a stream and return its number."""
        if packed:
            data, more = zlib.compress(data, 9), more + " /Filter /FlateDecode"
        return self.add(f"<<{more} /Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def whole(self, root: int, info: int) -> bytes:
        """Return the file."""
        out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        size = len(self.objects) + 1
        tail = f"trailer\n<</Size {size} /Root {root} 0 R /Info {info} 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
        return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode()


def _string(text: str) -> str:
    """Write a text as a PDF string in UTF-16."""
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


def to_pdf(document: Document) -> bytes:
    """Write a document as a tagged PDF."""
    letters = set(document.title + document.about + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.\u2022 -/")
    for block in document.blocks:
        letters |= set(str(block))
    plain, bold = _Face("F1", False, letters), _Face("F2", True, letters)
    writer = _Writer(document, plain, bold)
    for block in (Heading(document.title, 1), *document.blocks):
        writer.block(block)
    file = _File()
    root, tree, pages = file.reserve(), file.reserve(), file.reserve()
    fonts = f"<</F1 {_font(file, plain)} 0 R /F2 {_font(file, bold)} 0 R>>"
    numbers = [file.reserve() for _ in writer.pages]
    for index, content in enumerate(writer.pages):
        foot = f"{document.about}  {index + 1} / {len(writer.pages)}".strip()
        at = WIDTH - MARGIN - plain.long(foot, 8)
        content.append(f"/Artifact BMC BT /F1 8 Tf 1 0 0 1 {at:.2f} 36 Tm {plain.code(foot)} Tj ET EMC")
        stream = file.stream("\n".join(content).encode("latin-1"))
        file.add(
            f"<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources <</Font {fonts}>>"
            f" /Contents {stream} 0 R /StructParents {index} /Tabs /S>>",
            numbers[index],
        )
    file.add(f"<</Type /Pages /Count {len(numbers)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}]>>", pages)
    _structure(file, writer, tree, numbers)
    names = _attached(file, document.data) if document.data else ""
    meta = file.stream(_about(document).encode("utf-8"), "/Type /Metadata /Subtype /XML", packed=False)
    file.add(
        f"<</Type /Catalog /Pages {pages} 0 R /Lang {_string(document.language)} /MarkInfo <</Marked true>>"
        f" /StructTreeRoot {tree} 0 R /ViewerPreferences <</DisplayDocTitle true>> /Metadata {meta} 0 R{names}>>",
        root,
    )
    info = file.add(f"<</Title {_string(document.title)} /Producer {_string('sendsim')}>>")
    return file.whole(root, info)


def _font(file: _File, face: _Face) -> int:
    """Embed a typeface and return its number."""
    name = f"SNDSIM+DejaVuSans{'-Bold' if face.name == 'F2' else ''}"
    data = file.stream(face.file, f"/Length1 {len(face.file)}")
    box = " ".join(map(str, face.box))
    about = file.add(
        f"<</Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {face.ascent}"
        f" /Descent {face.descent} /CapHeight 729 /StemV {120 if face.name == 'F2' else 80} /FontFile2 {data} 0 R>>"
    )
    widths = " ".join(
        f"{face.glyph[x]} [{face.width[x]:.0f}]" for x in sorted(face.letters, key=face.glyph.__getitem__)
    )
    kind = file.add(
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {about} 0 R /W [{widths}] /DW 600"
        " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /CIDToGIDMap /Identity>>"
    )
    pairs = [f"<{face.glyph[x]:04X}> <{x.encode('utf-16-be').hex().upper()}>" for x in face.letters]
    chunks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    text = "\n".join(f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar" for c in chunks)
    unicode = file.stream(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
            " /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
            " /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF>"
            f" endcodespacerange\n{text}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode("latin-1")
    )
    return file.add(
        f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{kind} 0 R]"
        f" /ToUnicode {unicode} 0 R>>"
    )


def _structure(file: _File, writer: _Writer, tree: int, pages: list[int]) -> None:
    """Write the tree of elements and the way back from each piece of a page to its element."""

    def number(node: _Node) -> None:
        node.number = file.reserve()
        for child in node.children:
            number(child)

    def write(node: _Node, parent: int) -> None:
        kids = [f"{child.number} 0 R" for child in node.children]
        kids += [f"<</Type /MCR /Pg {pages[page]} 0 R /MCID {mark}>>" for page, mark in node.pieces]
        scope = f" /A <</O /Table /Scope /{node.scope}>>" if node.scope else ""
        file.add(f"<</Type /StructElem /S /{node.kind} /P {parent} 0 R /K [{' '.join(kids)}]{scope}>>", node.number)
        for child in node.children:
            write(child, node.number)

    number(writer.root)
    write(writer.root, tree)
    back = " ".join(
        f"{index} [{' '.join(f'{node.number} 0 R' for node in marks)}]" for index, marks in enumerate(writer.marks)
    )
    file.add(
        f"<</Type /StructTreeRoot /K {writer.root.number} 0 R /ParentTree <</Nums [{back}]>>"
        f" /ParentTreeNextKey {len(pages)}>>",
        tree,
    )


def _attached(file: _File, data: str) -> str:
    """Attach the data as a file, uncompressed."""
    stream = file.stream(data.encode("ascii"), "/Type /EmbeddedFile /Subtype /application#2Fjson", packed=False)
    given = file.add(
        f"<</Type /Filespec /F (record.json) /UF (record.json) /EF <</F {stream} 0 R>> /AFRelationship /Data>>"
    )
    return f" /Names <</EmbeddedFiles <</Names [(record.json) {given} 0 R]>>>> /AF [{given} 0 R]"


def _about(document: Document) -> str:
    """Return the title and language as XMP."""
    from html import escape

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(document.title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>{escape(document.language)}"
        '</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
