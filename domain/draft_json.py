"""What a reader made of a file as JSON and back, exactly: the language between the program and its reading process.

`content_to_json` of `domain.exchange` is for people and other programs: it prints numbers and clauses and leaves out
what a plan file does not keep. A draft on its way must arrive as it left, so this form follows the fields of the
values themselves and takes in every field that is added to them.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Mapping as AbstractMapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from domain.exchange import PlanDraft
from domain.reading import ReadingChoices
from domain.tables import TableSpec

T = TypeVar("T")
Reader = Callable[[Any], Any]
Path = tuple[str | int, ...]  # keys and places from the top of a JSON value down

PART_LENGTH = 400

_PLAIN = (str, int, bool, type(None))


def draft_to_json(draft: PlanDraft) -> dict[str, Any]:
    """The draft with its findings and pieces as plain dicts, lists and strings."""
    return cast(dict[str, Any], value_to_json(draft))


def draft_from_json(data: object) -> PlanDraft:
    """The draft behind `draft_to_json`. Raises ValueError when `data` is none."""
    return value_from_json(PlanDraft, data)


def specs_to_json(specs: tuple[TableSpec, ...]) -> list[Any]:
    """Table forms as plain lists and dicts."""
    return cast(list[Any], value_to_json(specs))


def specs_from_json(data: object) -> tuple[TableSpec, ...]:
    """The table forms behind `specs_to_json`. Raises ValueError when `data` is none."""
    return cast(tuple[TableSpec, ...], _checked(_reader(tuple[TableSpec, ...]), data))


def choices_to_json(choices: ReadingChoices) -> dict[str, Any]:
    """The officer's decisions as plain dicts and strings."""
    return cast(dict[str, Any], value_to_json(choices))


def choices_from_json(data: object) -> ReadingChoices:
    """The decisions behind `choices_to_json`. Raises ValueError when `data` is none."""
    return value_from_json(ReadingChoices, data)


def split_json(value: object) -> Iterator[tuple[Path, list[Any]]]:
    """Take the items of long lists out of a JSON value, a few hundred at a time, each with the way to its list.

    What is left in `value` is small, so that no part of a large draft keeps others waiting while it is parsed.
    """
    waiting: list[tuple[Path, object]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, dict):
            waiting += [((*path, key), part) for key, part in here.items()]
        elif isinstance(here, list) and len(here) <= PART_LENGTH:
            waiting += [((*path, place), part) for place, part in enumerate(here)]
        elif isinstance(here, list):
            for start in range(0, len(here), PART_LENGTH):
                yield path, here[start : start + PART_LENGTH]
            here.clear()


def join_json(value: object, parts: Iterable[tuple[object, object]]) -> object:
    """Put the items back that `split_json` took out. Raises ValueError where there is no such list."""
    for path, items in parts:
        here: Any = value
        try:
            for step in cast(Any, path):
                here = here[step]
            here.extend(items)
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise ValueError(f"no list at {path}") from error
    return value


def value_to_json(value: object) -> object:
    """Any frozen value of the domain as JSON; a field that holds its default is left out.

    Raises TypeError for what has no such form, so that nothing is lost without a word.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [value_to_json(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(cast(Any, value_to_json(part)) for part in value)
    if isinstance(value, AbstractMapping):
        return {_key(key): value_to_json(part) for key, part in value.items()}
    if is_dataclass(value):
        return {
            name: value_to_json(part)
            for name, default in _defaults(cast(Any, type(value)))
            if (part := getattr(value, name)) != default
        }
    raise TypeError(f"no JSON form for {type(value).__name__}")


def value_from_json(kind: type[T], data: object) -> T:
    """The value of a frozen class behind its JSON form. Raises ValueError when the form does not fit the class."""
    return cast(T, _checked(_reader(cast(Any, kind)), data))


def _checked(reader: Reader, data: object) -> object:
    try:
        return reader(data)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not the form of a draft: {error}") from error


def _key(key: object) -> str:
    if type(key) is not str:
        raise TypeError(f"no JSON form for a key of type {type(key).__name__}")
    return key


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    """The fields of a class that take part in making it, each with its default (MISSING: it has none)."""
    return tuple((one.name, _default(one)) for one in fields(kind) if one.init)


def _default(one: Field[Any]) -> object:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


@cache
def _reader(kind: Any) -> Reader:
    """The function that reads values of a type; made once a type, since a table has very many cells."""
    if kind in _PLAIN:
        return _plain_reader(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is frozenset:
        return _set_reader(_reader(arguments[0]))
    if origin in (Mapping, dict):
        return _mapping_reader(arguments)
    if origin in (Union, types.UnionType):
        return _optional_reader(arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return _class_reader(kind)
    raise TypeError(f"no JSON form for {kind}")


def _plain_reader(kind: type[Any]) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise ValueError(f"{kind.__name__} expected")
        return data

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) != 2 or arguments[1] is not Ellipsis:
        raise TypeError("tuples of a fixed length have no JSON form")
    inner = _reader(arguments[0])

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise ValueError("list expected")
        return tuple([inner(part) for part in data])

    return read


def _set_reader(inner: Reader) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not list:
            raise ValueError("list expected")
        return frozenset([inner(part) for part in data])

    return read


def _mapping_reader(arguments: tuple[Any, ...]) -> Reader:
    key, inner = _reader(arguments[0]), _reader(arguments[1])

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise ValueError("dict expected")
        return {key(name): inner(part) for name, part in data.items()}

    return read


def _optional_reader(arguments: tuple[Any, ...]) -> Reader:
    rest = [argument for argument in arguments if argument is not type(None)]
    if len(rest) != 1 or len(rest) == len(arguments):
        raise TypeError("only X | None has a JSON form")
    inner = _reader(rest[0])
    return lambda data: None if data is None else inner(data)


def _class_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name, _ in _defaults(kind)}

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise ValueError("dict expected")
        return kind(**{name: readers[name](part) for name, part in data.items()})

    return read
