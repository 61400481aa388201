"""`fangan check`: what an officer would be asked about before signing."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from dataclasses import asdict

from db.snapshot import load_snapshot
from desktop import routines
from domain.apart import is_pair_code
from domain.labels import SEVERITY_LABELS
from domain.plan_checks import check_plan, rule_title
from domain.plan_findings import PlanFinding

NAMES = ("check",)


def check(options: argparse.Namespace) -> int:
    """`fangan check FILE`: 1 when there is any."""
    with routines.viewed(options.file) as store:
        content = load_snapshot(store).content
    findings = check_plan(content, datetime.date.today())
    muted = [(one, rule_title(one.code)) for one in content.muted if not is_pair_code(one.code)]
    if options.json:
        off = [{"rule": one.code, "title": title, "reason": one.reason} for one, title in muted]
        report = {"findings": [_finding_json(one) for one in findings], "muted": off}
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    elif findings:
        sys.stdout.write("".join(f"{SEVERITY_LABELS[one.severity]}  {one.sentence}。{one.why}\n" for one in findings))
    else:
        sys.stdout.write("没有需要提示的地方。\n")
    if muted and not options.json:
        sys.stdout.write("".join(f"未检查  {title}：{one.reason}\n" for one, title in muted))
    return 1 if findings else 0


def _finding_json(finding: PlanFinding) -> dict[str, object]:
    place = {name: value for name, value in asdict(finding.spot).items() if value not in (None, "")}
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "rule": finding.rule,
        "where": finding.where,
        "message": finding.message,
        "why": finding.why,
        "place": place,
    }
