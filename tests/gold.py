"""`make gold`: what the reader makes of real road maps, field by field, against what careful readers made of them."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.domain.refusals import Refusal
from models.roadmap.reader import read_roadmap

DEFAULT_FOLDER = Path("../shared")
DOCUMENT_FIELDS = ("title", "year", "territory", "level", "columns")
TASK_FIELDS = (
    "number",
    "section",
    "text",
    "timing_raw",
    "periods",
    "frequency_in_text",
    "executors_raw",
    "executors",
    "mentions",
    "schools",
    "indicator",
    "kind",
    "links",
    "project_only",
)
REQUIRED = ("periods", "executors", "schools")
SURE_OR_DOUBTED = {"number": "number", "periods": "timing", "executors": "executors", "mentions": "mentions"}
"""Fields where a wrong value without a doubt is a silent error, and the doubt that would excuse it."""
MOST_DOUBTED = 0.1

Values = Mapping[str, Any]


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def same(field: str, read: Any, gold: Any) -> bool:
    """Tell whether a field is right; of `kind` any accepted value is."""
    return read in gold if field == "kind" else read == gold


def score(read: Values, gold: Values, name: str) -> Counter[str]:
    """Count what is right in a document, and print what is not."""
    right: Counter[str] = Counter()
    for field in DOCUMENT_FIELDS:
        ok = same(field, read["document"][field], gold["document"][field])
        right["document"] += ok
        if not ok:
            say(f"  {name} {field}: {read['document'][field]!r} instead of {gold['document'][field]!r}")
    right["rows"] = len(read["tasks"])
    right["expected"] = len(gold["tasks"])
    for task, wanted in zip(read["tasks"], gold["tasks"], strict=False):
        right += score_task(task, wanted, name)
    return right


def score_task(task: Values, wanted: Values, name: str) -> Counter[str]:
    """Count what is right in a row, and print what is not."""
    wrong = [field for field in TASK_FIELDS if not same(field, task[field], wanted[field])]
    doubted = {doubt["field"] for doubt in task["doubts"]}
    silent = [field for field in wrong if field in SURE_OR_DOUBTED and SURE_OR_DOUBTED[field] not in doubted]
    for field in wrong:
        say(f"  {name} row {wanted['number']} {field}: {task[field]!r} instead of {wanted[field]!r}")
    counted: Counter[str] = Counter(field for field in TASK_FIELDS if field not in wrong)
    counted["fully"] += not wrong
    counted["doubted"] += bool(doubted)
    counted["silent"] += bool(silent)
    return counted


def score_file(seed: Path, gold: Path) -> Counter[str]:
    """Read one document and score it; a refusal is a document of no rows."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    try:
        # through JSON and back, as the command prints it
        read = json.loads(json.dumps(read_roadmap(seed.read_bytes(), seed.name).to_json(), ensure_ascii=False))
    except Refusal as refusal:
        say(f"  {seed.name}: {type(refusal).__name__}")
        return Counter(expected=len(wanted["tasks"]))
    return score(read, wanted, seed.name)


def line(name: str, right: Counter[str]) -> str:
    """Say one document's, or the total's, figures."""
    fields = " ".join(f"{field} {right[field]}" for field in TASK_FIELDS)
    return (
        f"{name}: rows {right['rows']} of {right['expected']}, fully right {right['fully']}, "
        f"doubted {right['doubted']}, silent errors {right['silent']}, document {right['document']} | {fields}"
    )


def passed(total: Counter[str], documents: int) -> bool:
    """Tell whether every figure that must hold holds."""
    expected = total["expected"]
    complete = all(total[field] == expected for field in (*REQUIRED, "rows"))
    return (
        complete
        and total["document"] == documents * len(DOCUMENT_FIELDS)
        and total["doubted"] <= MOST_DOUBTED * expected
    )


def main(arguments: Sequence[str]) -> int:
    """Score every document of the folder; 0 where all that must hold holds, or where there is nothing to check."""
    folder = Path(arguments[0]) if arguments else DEFAULT_FOLDER
    pairs = [(folder / "seeds" / f"{gold.stem}.txt", gold) for gold in sorted((folder / "gold").glob("*.json"))]
    if not pairs:
        say(f"NOT CHECKED: no gold tables in {folder}")
        return 0
    total: Counter[str] = Counter()
    for seed, gold in pairs:
        right = score_file(seed, gold)
        say(line(seed.stem, right))
        total += right
    say(line("total", total))
    return 0 if passed(total, len(pairs)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
