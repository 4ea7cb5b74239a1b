"""`make gold`: what the reader makes of road maps, field by field, against what careful readers made of them.

Two sets: real documents (`seeds` and `gold` of a folder beside the project, where there is one) and the project's own
corpus of invented ones, which stands in every form that offices send.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.domain.refusals import Refusal
from models.roadmap.libreoffice import program
from models.roadmap.reader import read_roadmap
from tests.roadmap.office import REQUIRED

DEFAULT_FOLDER = Path("../shared")
CORPUS = Path(__file__).parent / "roadmap" / "corpus"
THROUGH_OFFICE = frozenset((".doc", ".odt", ".rtf"))
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
OPTIONAL_FIELDS = ("schools_all", "persons", "executors_resolved")
FULLY = ("number", "text", "periods", "executors", "mentions", "kind", "executors_resolved")
"""A row is fully right where these are."""
SURE_OR_DOUBTED = {
    "number": "number",
    "periods": "timing",
    "executors": "executors",
    "executors_resolved": "executors",
    "mentions": "mentions",
}
"""Fields where a wrong value without a doubt is a silent error, and the doubt that would excuse it."""
MOST_DOUBTED = 0.1
LEAST_RIGHT = 0.98

Values = Mapping[str, Any]


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def same(field: str, read: Any, gold: Any) -> bool:
    """Tell whether a field is right; of `kind` any accepted value is."""
    return read in gold if field == "kind" else read == gold


def score(read: Values, gold: Values, name: str) -> Counter[str]:
    """Count what is right in a document, and print what is not; a lost or an extra row is a silent error."""
    right: Counter[str] = Counter(documents=1, expected=len(gold["tasks"]))
    for field in DOCUMENT_FIELDS:
        ok = same(field, read["document"][field], gold["document"][field])
        right["document"] += ok
        if not ok:
            say(f"  {name} {field}: {read['document'][field]!r} instead of {gold['document'][field]!r}")
    for task, wanted in paired(read["tasks"], gold["tasks"]):
        if task is None or wanted is None:
            say(f"  {name} {'lost' if task is None else 'extra'} row: {(task or wanted or {})['text']!r}")
            right["silent"] += 1
            right["extra"] += wanted is None
        else:
            right["rows"] += 1
            right += score_task(task, wanted, name)
    return right


def paired(read: Sequence[Values], gold: Sequence[Values]) -> Iterator[tuple[Values | None, Values | None]]:
    """Lay the rows beside each other: in order where there are as many, else by their numbers."""
    if len(read) == len(gold):
        yield from zip(read, gold, strict=True)
        return
    left = list(read)
    for wanted in gold:
        found = next((task for task in left if task["number"] == wanted["number"]), None)
        if found is not None:
            left.remove(found)
        yield found, wanted
    for task in left:
        yield task, None


def score_task(task: Values, wanted: Values, name: str) -> Counter[str]:
    """Count what is right in a row, and print what is not."""
    wrong = [field for field in TASK_FIELDS if not same(field, task[field], wanted[field])]
    wrong += [field for field in OPTIONAL_FIELDS if (task.get(field) or None) != (wanted.get(field) or None)]
    doubted = {doubt["field"] for doubt in task["doubts"]}
    silent = [field for field in wrong if field in SURE_OR_DOUBTED and SURE_OR_DOUBTED[field] not in doubted]
    for field in wrong:
        say(f"  {name} row {wanted['number']} {field}: {task.get(field)!r} instead of {wanted.get(field)!r}")
    counted: Counter[str] = Counter(field for field in TASK_FIELDS if field not in wrong)
    counted["fully"] += not set(wrong) & set(FULLY)
    counted["every field"] += not wrong
    counted["doubted"] += bool(doubted)
    counted["silent"] += bool(silent)
    return counted


def score_file(source: Path, gold: Path) -> Counter[str]:
    """Read one document and score it; a refusal is a document of no rows."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    try:
        # through JSON and back, as the command prints it
        read = json.loads(json.dumps(read_roadmap(source.read_bytes(), source.name).to_json(), ensure_ascii=False))
    except Refusal as refusal:
        say(f"  {source.name}: {type(refusal).__name__}")
        lost = len(wanted["tasks"])
        return Counter(documents=1, expected=lost, silent=lost)
    return score(read, wanted, source.name)


def line(name: str, right: Counter[str]) -> str:
    """Say one document's, or the total's, figures."""
    fields = " ".join(f"{field} {right[field]}" for field in TASK_FIELDS)
    return (
        f"{name}: rows {right['rows']} of {right['expected']}, extra {right['extra']}, fully right {right['fully']}, "
        f"in every field {right['every field']}, doubted {right['doubted']}, silent errors {right['silent']}, "
        f"document {right['document']} | {fields}"
    )


def score_all(name: str, pairs: Sequence[tuple[Path, Path]]) -> Counter[str]:
    """Score a set of documents, and print each and the total."""
    total: Counter[str] = Counter()
    for source, gold in pairs:
        right = score_file(source, gold)
        say(line(source.name, right))
        total += right
    say(line(f"{name}, total", total))
    return total


def seeds_pass(total: Counter[str]) -> bool:
    """Real documents: every row right in every field, and few doubted."""
    expected = total["expected"]
    whole = total["document"] == total["documents"] * len(DOCUMENT_FIELDS)
    return whole and total["every field"] == expected and total["doubted"] <= MOST_DOUBTED * expected and _sound(total)


def corpus_passes(total: Counter[str]) -> bool:
    """The corpus: nearly every row fully right, and whatever is wrong is doubted."""
    return total["fully"] >= LEAST_RIGHT * total["expected"] and _sound(total)


def _sound(total: Counter[str]) -> bool:
    return total["silent"] == 0 and total["rows"] == total["expected"] and total["extra"] == 0


def seeds(folder: Path) -> list[tuple[Path, Path]]:
    """Return the real documents, each with its gold table."""
    return [(folder / "seeds" / f"{gold.stem}.txt", gold) for gold in sorted((folder / "gold").glob("*.json"))]


def corpus() -> list[tuple[Path, Path]]:
    """Return the corpus' documents that can be read here, each with its expected reading."""
    pairs = [(gold.with_suffix(""), gold) for gold in sorted(CORPUS.glob("*.json"))]
    if program() is not None or REQUIRED:
        return pairs
    for source, _ in pairs:
        if source.suffix in THROUGH_OFFICE:
            say(f"NOT CHECKED: {source.name}, LibreOffice is not installed")
    return [pair for pair in pairs if pair[0].suffix not in THROUGH_OFFICE]


def main(arguments: Sequence[str]) -> int:
    """Score everything; 0 where all that must hold holds."""
    folder = Path(arguments[0]) if arguments else DEFAULT_FOLDER
    real = seeds(folder)
    if not real:
        say(f"NOT CHECKED: no gold tables in {folder}")
    right = not real or seeds_pass(score_all("seeds", real))
    return 0 if corpus_passes(score_all("corpus", corpus())) and right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
