"""`fangan version` and `fangan versions`: naming the present state, and what was named before."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from db.snapshot import load_snapshot
from db.versions import add_version, load_versions
from desktop import routines

NAMES = ("version", "versions")


def keep_version(options: argparse.Namespace) -> int:
    """`fangan version FILE NAME`."""
    path: Path = options.file
    with routines.edited(path) as document:
        store = document.store
        add_version(store, options.name, load_snapshot(store).content)
        kept = load_versions(store.db)[-1]
    if options.json:
        sys.stdout.write(json.dumps({"version": asdict(kept)}, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(f"已留存版本 {kept.name}\n")
    if document.conflict is not None:
        sys.stderr.write(routines.conflict_sentence(path, document.conflict) + "\n")
        return 1
    return 0


def list_versions(options: argparse.Namespace) -> int:
    """`fangan versions FILE`: newest first."""
    with routines.viewed(options.file) as store:
        versions = load_versions(store.db)[::-1]
    if options.json:
        report = {"versions": [asdict(one) for one in versions]}
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    elif not versions:
        sys.stderr.write("还没有留存过版本。\n")
    for one in () if options.json else versions:
        sys.stdout.write(f"{one.at[:16].replace('T', ' ')}  {one.who}  {one.name}\n")
    return 0
