"""Plain text and Markdown as offices have them: clean, cut into lines by a PDF, on one line, with cells at tabs."""

from __future__ import annotations

from tests.importers.accuracy.masters import Item, Master, Table, done_text, visible

_NEVER_FIRST = "，。；、：）”》！？％%"


def lines_of(item: Item) -> list[str]:
    """The lines of one piece, numbers and running text included."""
    if item.kind == "table":
        assert item.table is not None
        return table_lines(item.table)
    text = visible(item.text)
    if item.kind == "stage":
        return [f"（{text}）"]
    if item.kind == "heading":
        return [item.label + text + visible(item.run_in)]
    return text.split("\\n")


def caption(table: Table) -> list[str]:
    """Label, title and unit line, as far as the table has them."""
    return [part for part in (table.label, table.title, table.unit) if part]


def table_lines(table: Table) -> list[str]:
    """A table as tab-separated lines, merged cells left blank, as it comes out of a spreadsheet."""
    depth = max(len(path) for path in table.paths)
    header = []
    for level in range(depth):
        cells = [path[level] if level < len(path) else "" for path in table.paths]
        same = [
            level < len(path) - 1 and place > 0 and table.paths[place - 1][: level + 1] == path[: level + 1]
            for place, path in enumerate(table.paths)
        ]
        header.append("\t".join("" if joined else cell for cell, joined in zip(cells, same, strict=True)))
    rows = ["\t".join("" if cell in ("^", "<") else done_text(cell) for cell in row) for row in table.rows]
    return [*caption(table), *header, *rows, *table.notes]


def plain_text(master: Master) -> str:
    """The document as text in the layout that its options name."""
    layout = master.options.get("layout", "plain")
    pairs = [(item, line) for item in master.items for line in lines_of(item)]
    if layout == "pdf":
        return _from_pdf(pairs, master.options)
    if layout == "oneline":
        return "\u3000\u3000".join(line for _, line in pairs)
    made = []
    for item, line in pairs:
        if item.kind in ("title", "stage", "number"):
            line = " " * 12 + line
        elif item.kind != "table" and layout == "indent":
            line = "\u3000\u3000" + line
        if item.kind == "heading" and layout == "marks":
            line = f"[bookmark: _Toc{165296600 + len(made)}]{line}"
        made.append(line)
    gap = "\r\n" if "crlf" in master.options else "\n"
    return gap.join(made) + gap


def text_bytes(master: Master) -> bytes:
    """The text in the encoding that the options name."""
    encoding = master.options.get("encoding", "utf-8")
    return plain_text(master).encode(encoding)


def _from_pdf(pairs: list[tuple[Item, str]], options: dict[str, str]) -> str:
    """Lines of a fixed width, with page numbers and a running head between, as a PDF gives them."""
    width, page = int(options.get("width", "34")), int(options.get("page", "24"))
    lines: list[str] = []
    for item, text in pairs:
        indent = options.get("indent", "") == "yes" and item.kind in ("text", "heading", "aside")
        lines += _wrap("\u3000\u3000" + text if indent else text, width)
        if item.kind in ("title", "stage"):
            lines.append("")
    made: list[str] = []
    for number, line in enumerate(lines, start=1):
        made.append(line + (" " if options.get("tail") == "yes" else ""))
        if options.get("blank") == "yes":
            made.append("")
        if number % page == 0:
            made += _page_end(number // page, options)
    return "\n".join(made) + "\n"


def _page_end(number: int, options: dict[str, str]) -> list[str]:
    mark = {"dash": f"— {number} —", "bare": str(number), "of": f"第 {number} 页 共 9 页"}[options.get("foot", "dash")]
    head = options.get("head", "")
    return ["", mark, "\f" + head if options.get("feed") == "yes" else head, ""] if head else ["", mark, ""]


def _wrap(text: str, width: int) -> list[str]:
    """Lines as wide as so many Chinese characters; a figure or a letter is half as wide as one."""
    lines, start, used = [], 0, 0.0
    for place, char in enumerate(text):
        wide = 0.5 if char.isascii() else 1.0
        fits = used + wide <= width or char in _NEVER_FIRST or _inside_word(text, place)
        if not fits:
            lines.append(text[start:place])
            start, used = place, 0.0
        used += wide
    return [*lines, text[start:]]


def _inside_word(text: str, cut: int) -> bool:
    return (
        cut > 0 and text[cut].isascii() and text[cut].isalnum() and text[cut - 1].isascii() and text[cut - 1].isalnum()
    )


def markdown(master: Master) -> str:
    """The document in Markdown: # for the title, ## and below for headings, tables with pipes."""
    made: list[str] = []
    for item in master.items:
        if item.kind == "title":
            made.append("# " + visible(item.text))
        elif item.kind == "heading":
            made.append("#" * (item.level + 1) + " " + item.label + visible(item.text))
            if item.run_in:
                made.append(visible(item.run_in))
        elif item.kind == "box":
            made.append(f"**{visible(item.text)}**")
        elif item.kind == "table":
            assert item.table is not None
            made += _markdown_table(item.table)
        else:
            made += lines_of(item)
    return "\n\n".join(made) + "\n"


def _markdown_table(table: Table) -> list[str]:
    head = "| " + " | ".join(path[-1] for path in table.paths) + " |"
    rule = "|" + " --- |" * len(table.paths)
    rows = ["| " + " | ".join(done_text(cell).replace("\n", "<br>") for cell in row) + " |" for row in table.rows]
    return [*caption(table), "\n".join([head, rule, *rows]), *table.notes]
