"""A collection form as the sheet it will be, to look at while it is designed."""

from __future__ import annotations

from domain.collection import CollectionForm, FieldKind, FormField
from domain.source_sheet import SheetCell, SourceSheet

_ROWS = 3  # empty rows to fill in


def form_sheet(form: CollectionForm) -> SourceSheet:
    """Title, instructions, headers, the example row and some empty ones."""
    width = max(len(form.fields), 1)
    above = [form.title, *form.intro]
    cells = [SheetCell(row, 0, text, 1, width) for row, text in enumerate(above)]
    head = len(above)
    for column, one in enumerate(form.fields):
        cells.append(SheetCell(head, column, one.title + ("*" if one.is_required else "")))
        example = one.example if column else f"（示例）{one.example}"
        cells += [SheetCell(head + 1, column, example)] if example else []
        choices = choices_of(one)
        cells += [SheetCell(head + 2, column, f"▾ {'、'.join(choices)}")] if choices else []
    widths = tuple(2 * one.width + 2 for one in form.fields)
    return SourceSheet(form.title, head + 2 + _ROWS, width, tuple(cells), widths=widths)


def choices_of(one: FormField) -> tuple[str, ...]:
    """What a dropdown of the field offers."""
    return ("★★★", "★★", "★") if one.kind is FieldKind.GRADE else tuple(choice.value for choice in one.choices)
