"""Make the truths of the set and the files that LibreOffice saves: `python -m tests.importers.accuracy.make [name …]`.

Those files are kept, so the tests run without LibreOffice; all others are made afresh whenever they are read.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.importers.accuracy.masters import Master, read_masters
from tests.importers.accuracy.write_docx import python_docx
from tests.importers.accuracy.write_office import convert, csv_bytes, flat_odt, html, workbook
from tests.importers.accuracy.write_text import markdown, text_bytes
from tests.importers.accuracy.write_wordml import wordml

DOCUMENTS = Path(__file__).parent / "documents"

_WRITERS: dict[str, tuple[str, Callable[[Master], bytes]]] = {
    "text": ("plain text", text_bytes),
    "markdown": ("Markdown", lambda master: markdown(master).encode(master.options.get("encoding", "utf-8"))),
    "python-docx": ("python-docx", python_docx),
    "wordml": ("WordprocessingML by hand", wordml),
    "openpyxl": ("openpyxl", workbook),
    "csv": ("csv", csv_bytes),
    "html": ("HTML", lambda master: html(master).encode("utf-8")),
}
# writer → the program's name, the file it starts from, its suffix and LibreOffice's filter for it
_OFFICE: dict[str, tuple[str, Callable[[Master], bytes], str, str]] = {
    "lo-html": ("LibreOffice from HTML", lambda master: html(master).encode(), "html", "HTML (StarWriter)"),
    "lo-odt": ("LibreOffice from OpenDocument", lambda master: flat_odt(master).encode(), "fodt", ""),
    "lo-calc": ("LibreOffice from HTML", lambda master: html(master).encode(), "html", "calc_HTML_WebQuery"),
    "lo-xlsx": ("LibreOffice from openpyxl", workbook, "xlsx", ""),
    "lo-docx": ("LibreOffice from python-docx", python_docx, "docx", ""),
}


def document_bytes(master: Master) -> bytes:
    """The document as its program saves it; one of LibreOffice's as it was saved."""
    if master.writer in _OFFICE:
        return (DOCUMENTS / master.name).read_bytes()
    return write(master)


def write(master: Master) -> bytes:
    """A document that no LibreOffice is needed for."""
    return _WRITERS[master.writer][1](master)


def truth_text(master: Master) -> str:
    """The truth of a document as it is kept, JSON."""
    program = (_WRITERS.get(master.writer) or _OFFICE[master.writer])[0]
    truth = {
        "file": master.name,
        "made_by": program,
        "options": master.options,
        "master": master.digest,
        **master.truth,
    }
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def main(names: list[str]) -> None:
    """Write all truths, and the files of LibreOffice whose notation changed or that are named."""
    DOCUMENTS.mkdir(exist_ok=True)
    batches: dict[tuple[str, str], list[Master]] = defaultdict(list)
    for master in read_masters():
        kept = DOCUMENTS / f"{master.name}.json"
        changed = not kept.exists() or json.loads(kept.read_text(encoding="utf-8")).get("master") != master.digest
        kept.write_text(truth_text(master), encoding="utf-8")
        if master.writer in _OFFICE and (changed or master.name in names):
            batches[master.writer, master.name.rpartition(".")[2]].append(master)
    for (writer, target), masters in batches.items():
        _, make, suffix, source_filter = _OFFICE[writer]
        sources = {f"{_stem(master)}.{suffix}": make(master) for master in masters}
        for name, data in convert(sources, target, source_filter).items():
            (DOCUMENTS / name).write_bytes(data)


def _stem(master: Master) -> str:
    return master.name.rpartition(".")[0]


if __name__ == "__main__":
    main(sys.argv[1:])
