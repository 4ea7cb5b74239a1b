"""How fast the reader reads what offices send, and how much memory its process takes.

The documents are invented and made on the spot. What the libraries need to be loaded is not counted: a process is
warm, and the reading process loads them before its limits are set.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from models.language.timing import PlanYear, read_timing
from models.language.timing_forms import FORMS
from models.roadmap.pdf import MOST_PAGES
from models.roadmap.reader import read_roadmap
from tests.house.code import ROOT
from tests.roadmap.office import sheet, word
from tests.roadmap.paper import pdf, table, words

RUNS = 5
CELLS = 10_000
WORD, SHEET, PAPER, THICK = 0.3, 0.2, 3.0, 20.0
"""Seconds."""
RATE = 10_000
"""Timing cells a second of one core's time."""
MEMORY = 250.0
"""Megabytes of the reading process at its largest."""
TITLE = "Дорожная карта поддержки школ Еловского района на 2027 год"
HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный", "Результат")
WIDTHS = (35, 190, 100, 110, 80)
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
TEXTS = (
    "Семинар для директоров школ «Как читать рисковый профиль школы»",
    "Посещение школ кураторами, обсуждение планов с управленческими командами",
    "Размещение отчётов о выполнении планов в информационной системе",
    "Курсы повышения квалификации учителей математики и русского языка",
)
WHO = ("муниципальный координатор", "кураторы", "директора школ, школьные координаторы", "ИРО, методический центр")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in words, and whether it keeps within its bound."""

    what: str
    figure: str
    bound: str
    good: bool


def rows(count: int) -> list[tuple[str, ...]]:
    """The heading and so many measures, no two terms alike."""
    cells = iter(terms())
    return [
        HEAD,
        *((str(n + 1), TEXTS[n % 4], next(cells), WHO[n % 4], "Аналитическая справка") for n in range(count)),
    ]


def terms() -> Iterator[str]:
    """Cells of timing as officials write them, each a different one: no answer can be remembered from before."""
    for turn in range(400):
        for place in range(60):
            first = date(2027, 1, 1) + timedelta(days=(turn * 7 + place * 5) % 300)
            last = first + timedelta(days=1 + (turn + place) % 40)
            by_words = f"{first.day} {MONTHS[first.month - 1]}", f"{last.day} {MONTHS[last.month - 1]}"
            yield from (
                f"до {last:%d.%m.%Y}",
                f"с {by_words[0]} по {by_words[1]} 2027 г.",
                f"{first:%d.%m.} - {last:%d.%m.%Y}",
                f"не позднее {by_words[1]}",
                f"ежемесячно, с {by_words[0]} по {by_words[1]}",
                f"{by_words[0]}, {by_words[1]} 2027 года",
            )


def seconds(data: bytes, name: str, runs: int = RUNS) -> float:
    """Of processor time, in the middle of some runs."""

    def once() -> float:
        began = time.process_time()
        read_roadmap(data, name)
        return time.process_time() - began

    once()
    return median(once() for _ in range(runs))


def paper(pages: int) -> bytes:
    """A document of so many pages, its table ruled and headed on each of them."""
    measures = rows(pages * 14)
    drawn = [table([HEAD, *measures[1 + 14 * page : 15 + 14 * page]], WIDTHS) for page in range(pages)]
    return pdf([words(TITLE, 40, 800) + drawn[0], *drawn[1:]])


def cells() -> list[str]:
    """Distinct cells: every form's example, and terms with days of their own."""
    found = dict.fromkeys(form.example for form in FORMS)
    for cell in terms():
        found[cell] = None
        if len(found) == CELLS:
            break
    return list(found)


def rate(distinct: list[str]) -> float:
    """Cells a second of processor time; the best of some runs, since others work on the same core."""
    plan = PlanYear(2027)

    def once() -> float:
        began = time.process_time()
        for cell in distinct:
            read_timing(cell, plan)
        return len(distinct) / (time.process_time() - began)

    return max(once() for _ in range(RUNS))


def memory(data: bytes, name: str) -> float:
    """Megabytes that the reading process takes at its largest; `getrusage` would count what its parent had, too."""
    program = (
        "import re, sys; from models.roadmap.child import main; main(); "
        r"sys.stderr.write(re.search(r'VmHWM:\s+(\d+)', open('/proc/self/status').read())[1])"
    )
    question = json.dumps({"filename": name, "year": None}).encode() + b"\n" + data
    done = subprocess.run([sys.executable, "-c", program], input=question, capture_output=True, check=True, cwd=ROOT)
    assert b'"draft"' in done.stdout[:20]
    return int(done.stderr) / 1024


def figures() -> Iterator[Figure]:
    """Measure one thing after another."""
    forty = rows(40)
    files: tuple[tuple[str, bytes, float, str], ...] = (
        ("reading a .docx of 40 rows", word([TITLE], forty), WORD, "a.docx"),
        ("reading an .xlsx of 40 rows", sheet([TITLE], *forty), SHEET, "a.xlsx"),
        ("reading a .pdf of 10 pages", paper(10), PAPER, "a.pdf"),
    )
    for what, data, bound, name in files:
        taken = seconds(data, name)
        yield Figure(what, f"{taken:.3f} s", f"<= {bound} s", taken <= bound)
    taken = seconds(paper(MOST_PAGES), "a.pdf", runs=1)
    what = f"reading a .pdf of {MOST_PAGES} pages, the most there may be"
    yield Figure(what, f"{taken:.3f} s", f"<= {THICK} s", taken <= THICK)
    distinct = cells()
    found = rate(distinct)
    yield Figure(f"timing cells a second ({len(distinct)} distinct)", f"{found:.0f}", f">= {RATE}", found >= RATE)
    for what, data, _, name in files:
        taken = memory(data, name)
        yield Figure(f"memory of {what}", f"{taken:.0f} MB", f"<= {MEMORY:.0f} MB", taken <= MEMORY)


def report(line: Callable[[str, str, str, bool], str], say: Callable[[str], None]) -> bool:
    """Say every figure, and tell whether all are good."""
    good = True
    for one in figures():
        say(line(one.what, one.figure, one.bound, one.good))
        good = good and one.good
    return good


if __name__ == "__main__":
    from tests.benchmarks.bench import line, say

    sys.exit(0 if report(line, say) else 1)
