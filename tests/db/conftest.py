"""A store on a fresh plan file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.document import Document
from db.places import Home
from db.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "方案.fangan"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.create(path):
        pass
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture
def document(path: Path, home: Home) -> Iterator[Document]:
    with Store.create(path):
        pass
    document = Document.open(path, home)
    yield document
    document.close()
