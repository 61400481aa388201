"""WordprocessingML by hand: automatic numbering, tracked changes, comments, content controls, fields, notes.

Marks inside a line: «+text|author» inserted, «-text|author» deleted, «ctext|comment|author» commented on, «stext» in a
content control, «fcode|result» a field, «htext» hidden, «nnote» a footnote, «btext» in a bold run, «rtext» in a run of
its own, «xtext» in a text box that floats over the page.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from tests.importers.accuracy.layout import grid_of, size_of
from tests.importers.accuracy.masters import Item, Master, Table
from tests.importers.accuracy.write_text import caption
from tests.importers.word_builder import level, numbered, r, word_file

_PIECES = re.compile(r"«(.)([^«»]*)»")
_DEADLINE = re.compile(r"⟦([^@⟧]+)@[^⟧]+⟧")
_WHEN = 'w:date="2026-03-02T09:00:00Z"'
_FORMS = {
    "han": ("chineseCountingThousand", "%1、"),
    "paren": ("chineseCountingThousand", "（%2）"),
    "arabic": ("decimal", "%3."),
    "circle": ("decimalEnclosedCircleChinese", "%4"),
}
_CHAPTERS = {
    "han": ("chineseCountingThousand", "第%1章"),
    "paren": ("chineseCountingThousand", "第%2节"),
    "arabic": ("chineseCounting", "%3、"),
    "circle": ("chineseCounting", "（%4）"),
}


def wordml(master: Master) -> bytes:
    """The document by hand; `numbering=auto` leaves the numbers to Word, `outline=yes` gives outline levels."""
    return _Writer(master).write()


class _Writer:
    def __init__(self, master: Master) -> None:
        self.master = master
        self.comments: list[str] = []
        self.footnotes: list[str] = []
        self.ids = 100

    def write(self) -> bytes:
        body = "".join(self._item(item) for item in self.master.items)
        if self.master.options.get("control") == "block":
            body = f"<w:sdt><w:sdtPr/><w:sdtContent>{body}</w:sdtContent></w:sdt>"
        parts = {"numbering": self._numbering(), "styles": _STYLES}
        if self.comments:
            parts["comments"] = "".join(self.comments)
        if self.footnotes:
            parts["footnotes"] = "".join(self.footnotes)
        if head := self.master.options.get("head"):
            parts["header"] = f"<w:p>{r(head)}</w:p>"
            body += '<w:sectPr><w:headerReference w:type="default" r:id="r2"/></w:sectPr>'
        return word_file(body, **parts)

    def _numbering(self) -> str:
        forms = _CHAPTERS if self.master.options.get("forms") == "chapters" else _FORMS
        levels = "".join(level(place, form, text) for place, (form, text) in enumerate(forms.values()))
        return (
            f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
        )

    def _item(self, item: Item) -> str:
        if item.kind == "table":
            assert item.table is not None
            return self._table(item.table)
        if item.kind == "heading":
            return self._heading(item)
        text = f"（{item.text}）" if item.kind == "stage" else item.text
        centred = '<w:jc w:val="center"/>' if item.kind in ("title", "stage", "number") else ""
        return self._paragraph(text, centred)

    def _heading(self, item: Item) -> str:
        options = self.master.options
        automatic = options.get("numbering") == "auto" and item.label
        properties = numbered(7, item.level - 1) if automatic else ""
        if options.get("numbering") == "style" and item.label:
            properties, automatic = f'<w:pStyle w:val="H{item.level}"/>', item.label
        if options.get("outline") == "yes":
            properties += f'<w:outlineLvl w:val="{item.level - 1}"/>'
        bold = "<w:b/>" if options.get("bold") == "yes" else ""
        text = item.text if automatic else item.label + item.text
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._runs(text, bold)}{self._runs(item.run_in)}</w:p>"

    def _paragraph(self, text: str, properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._runs(text)}</w:p>"

    def _runs(self, text: str, bold: str = "") -> str:
        text = _DEADLINE.sub(r"\1", text)
        made, place = [], 0
        for found in _PIECES.finditer(text):
            made += [_run(text[place : found.start()], bold), self._marked(found.group(1), found.group(2), bold)]
            place = found.end()
        return "".join([*made, _run(text[place:], bold)])

    def _marked(self, kind: str, inner: str, bold: str) -> str:
        self.ids += 1
        words, *more = inner.split("|")
        run = _run(words, bold)
        if kind in "+-":
            tag, run = (
                ("ins", run)
                if kind == "+"
                else ("del", run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>"))
            )
            return f'<w:{tag} w:id="{self.ids}" w:author="{more[0]}" {_WHEN}>{run}</w:{tag}>'
        if kind == "c":
            return self._comment(run, *more)
        if kind == "s":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>"
        if kind == "f":
            code = f'<w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r>'
            ends = [f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")]
            return ends[0] + code + ends[1] + _run(more[0], bold) + ends[2]
        if kind == "n":
            self.footnotes.append(f'<w:footnote w:id="{self.ids}"><w:p>{_run(words)}</w:p></w:footnote>')
            return f'<w:r><w:footnoteReference w:id="{self.ids}"/></w:r>'
        if kind == "x":
            box = f"<w:txbxContent><w:p>{_run(words)}</w:p></w:txbxContent>"
            return f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
        properties = {"h": "<w:vanish/>", "b": "<w:b/>"}.get(kind, "")
        return r(escape(words), properties)

    def _comment(self, run: str, text: str, author: str) -> str:
        number = self.ids
        self.comments.append(
            f'<w:comment w:id="{number}" w:author="{author}" {_WHEN}><w:p>{_run(text)}</w:p></w:comment>'
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{run}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    def _table(self, table: Table) -> str:
        boxes = grid_of(table)
        rows, columns = size_of(boxes)
        owner = {
            (row, column): box
            for box in boxes
            for row in range(box.row, box.row + box.rows)
            for column in range(box.column, box.column + box.columns)
        }
        made = []
        for row in range(rows):
            cells, column = "", 0
            while column < columns:
                box = owner[row, column]
                cells += self._cell(box.text if row == box.row else "", box.columns, box.rows > 1, row == box.row)
                column += box.columns
            made.append(f"<w:tr>{cells}</w:tr>")
        grid = "<w:tblGrid>" + '<w:gridCol w:w="1200"/>' * columns + "</w:tblGrid>"
        lines = "".join(self._paragraph(line) for line in caption(table))
        notes = "".join(self._paragraph(line) for line in table.notes)
        return f"{lines}<w:tbl><w:tblPr/>{grid}{''.join(made)}</w:tbl>{notes}"

    def _cell(self, text: str, wide: int, merged: bool, first: bool) -> str:
        span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
        merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if merged else ""
        paragraphs = "".join(self._paragraph(line) for line in text.split("\\n"))
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>"


def _run(text: str, properties: str = "") -> str:
    return r(escape(text), properties) if text else ""


_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{place}"><w:name w:val="heading {place}"/><w:pPr>'
    f'<w:numPr><w:ilvl w:val="{place - 1}"/><w:numId w:val="7"/></w:numPr>'
    f'<w:outlineLvl w:val="{place - 1}"/></w:pPr></w:style>'
    for place in range(1, 5)
)
