"""Help: one Markdown file a topic in resources/help, and which topic belongs to which place of the window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from resources import resource

# The order of the list; the files have the same names.
TOPICS = (
    "start",
    "first-hour",
    "outline",
    "tasks",
    "matrix",
    "table",
    "collecting",
    "units",
    "enterprises",
    "statistics",
    "reading",
    "palette",
    "find",
    "findings",
    "info",
    "layout",
    "preview",
    "export",
    "review",
    "check-layout",
    "design",
    "history",
    "versions",
    "remarks",
    "backup",
    "shortcuts",
    "keystrokes",
    "command-line",
)
SHORTCUTS = "shortcuts"
_FIRST = "start"

# Which topic a widget of the window is about, by the name of its class; the innermost one that has the keys counts.
_WIDGETS = {
    "StartView": "start",
    "OutlineView": "outline",
    "TaskView": "tasks",
    "HeadingsView": "outline",
    "MatrixView": "matrix",
    "AppendixView": "table",
    "UnitLibraryView": "units",
    "EnterpriseLibraryView": "enterprises",
    "LibraryView": "units",
    "StatisticsView": "statistics",
    "ReadingPage": "reading",
    "CollectView": "collecting",
    "CollectPage": "collecting",
    "SourcePage": "collecting",
    "SheetsView": "collecting",
    "DesignPage": "design",
    "LayoutCheckPage": "check-layout",
    "PreviewPane": "preview",
    "PalettePopup": "palette",
    "PaletteField": "palette",
    "FindPanel": "find",
    "FindingPane": "findings",
    "FindingRulesPanel": "findings",
    "Inspector": "findings",
    "LinesView": "findings",
    "InfoPanel": "info",
    "LayoutPanel": "layout",
    "HistoryPanel": "history",
    "VersionsPanel": "versions",
    "RemarksPanel": "remarks",
    "ExportPanel": "export",
    "BackupsPanel": "backup",
    "NavigationList": "start",
}


@dataclass(frozen=True)
class Topic:
    """A page of help: its key, its title, which is the first line of its file, and the Markdown of it."""

    key: str
    title: str
    text: str


@lru_cache(maxsize=1)
def load_topics() -> tuple[Topic, ...]:
    """Every topic in the order of the list."""
    topics = []
    for key in TOPICS:
        text = resource(f"help/{key}.md").read_text(encoding="utf-8")
        topics.append(Topic(key, text.partition("\n")[0].removeprefix("# "), text))
    return tuple(topics)


def topic_of(class_names: list[str]) -> str:
    """The topic of a place, told by the classes of the widget with the keys and those around it, from inside out."""
    return next((_WIDGETS[name] for name in class_names if name in _WIDGETS), _FIRST)


def known_widgets() -> dict[str, str]:
    """The context map: class of a widget → key of its topic."""
    return dict(_WIDGETS)
