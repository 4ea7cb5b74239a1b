"""The command `read`: what the reader makes of a file, for a person or, with `--json`, for a program."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from models.domain.plan import Period
from models.roadmap.draft import Draft, DraftTask
from models.roadmap.reader import read_roadmap
from models.roadmap.refusals import (
    EmptyFile,
    FileDamaged,
    FileLocked,
    FileRefused,
    FormatNotRead,
    MacrosInside,
    NotRoadMap,
    PictureFile,
    ScannedFile,
    TooLarge,
    TooManyPages,
    TooManyRows,
    UnknownEncoding,
    UnpacksTooLarge,
    UnsafeFile,
    YearMissing,
)

NO_FILE = "Файла {path} нет, или его нельзя прочитать."
REFUSED: dict[type[FileRefused], str] = {
    EmptyFile: "Файл пустой.",
    TooLarge: "Файл больше 20 МБ.",
    FormatNotRead: "Файлы такого вида здесь не читаются. Сохраните дорожную карту как .docx, .xlsx или .pdf.",
    FileDamaged: "Файл повреждён или это не то, что обещает его имя.",
    FileLocked: "Файл защищён паролем. Снимите пароль.",
    MacrosInside: "В файле есть макросы, такие файлы не открываются. Сохраните его без макросов.",
    UnsafeFile: "Файл устроен так, что открывать его небезопасно. Скопируйте таблицу в новый документ.",
    UnpacksTooLarge: "В распакованном виде файл слишком большой.",
    TooManyRows: "На листе слишком много строк для дорожной карты.",
    TooManyPages: "В файле слишком много страниц. Оставьте только дорожную карту.",
    ScannedFile: "Это скан: текста на страницах нет.",
    PictureFile: "Это изображение, а не документ с текстом.",
    UnknownEncoding: "Это не текст, или кодировка неизвестна. Сохраните файл в UTF-8.",
    NotRoadMap: "В файле нет таблицы дорожной карты: нужны хотя бы столбцы с мероприятиями и сроками.",
    YearMissing: "Год дорожной карты не указан. Добавьте --year, например --year 2027.",
}
REFUSED_CODE = 2
DOUBTED = "?"


def read_command(path: Path, *, as_json: bool, year: int | None) -> int:
    """Print the draft of a file; 0, or 2 where the file is refused."""
    try:
        draft = read_roadmap(path.read_bytes(), path.name, year=year)
    except OSError:
        click.echo(NO_FILE.format(path=path), err=True)
        return REFUSED_CODE
    except FileRefused as refusal:
        click.echo(REFUSED[type(refusal)], err=True)
        return REFUSED_CODE
    click.echo(json.dumps(draft.to_json(), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(draft)))
    return 0


def _lines(draft: Draft) -> Iterator[str]:
    yield draft.title
    yield f"{draft.territory or DOUBTED} · {draft.year} · {len(draft.tasks)} / {len(draft.doubted)} {DOUBTED}"
    section: str | None = None
    for task in draft.tasks:
        if task.section != section:
            section = task.section
            yield f"\n{section or ''}"
        yield _line(task)
        yield from (f"      {DOUBTED} {doubt.field}: {doubt.reason} «{doubt.words}»" for doubt in task.doubts)


def _line(task: DraftTask) -> str:
    periods = ", ".join(map(_period, task.periods)) or DOUBTED
    who = ", ".join(task.acting) or DOUBTED
    return f"{task.number:>5} {task.text}\n      {task.timing_raw} → {periods} · {who} · {task.kind} · {task.scope}"


def _period(period: Period) -> str:
    days = "" if period.end is None else f"{period.start or '…'}–{period.end}"
    if period.start == period.end and period.end is not None:
        days = str(period.end)
    often = period.times and f"×{period.times}"
    parts = (period.label and f"{period.label}:", days, period.rrule, often, period.note)
    return " ".join(part for part in parts if part)
