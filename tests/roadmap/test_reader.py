"""The whole way, over whole files. What is expected was decided by reading the files, not by running the reader."""

import json
import os
from pathlib import Path

import pytest

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Level, Scope
from models.roadmap.blocks import Paragraph, Table
from models.roadmap.draft import Column, Draft, DraftTask
from models.roadmap.opening import LARGEST
from models.roadmap.reader import draft_of, read_roadmap
from models.roadmap.refusals import (
    EmptyFile,
    FileDamaged,
    FileRefused,
    FormatNotRead,
    MacrosInside,
    NotRoadMap,
    PictureFile,
    TooLarge,
    UnknownEncoding,
    YearMissing,
)
from tests.language.meanings import meaning

DATA = Path(__file__).parents[1] / "data"


def read(text: str, filename: str = "map.txt", year: int | None = None) -> Draft:
    return read_roadmap(text.encode(), filename, year=year)


def sample(name: str) -> Draft:
    path = DATA / name
    return read_roadmap(path.read_bytes(), path.name)


def row(draft: Draft, number: str) -> DraftTask:
    (found,) = [task for task in draft.tasks if task.number == number]
    return found


# --- the samples ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ozersk() -> Draft:
    return sample("ozersk_2027.txt")


def test_the_district_s_map(ozersk: Draft) -> None:
    assert (
        ozersk.title
        == "Дорожная карта по реализации проекта адресной методической помощи «500+» в Озёрском районе в 2027 году"
    )
    assert (ozersk.year, ozersk.territory, ozersk.level) == (2027, "Озёрском районе", Level.MUNICIPALITY)
    assert ozersk.columns == (Column.NUMBER, Column.TEXT, Column.TIMING, Column.EXECUTORS, Column.INDICATOR)
    counted = [(1, 5), (2, 8), (3, 6), (4, 5)]
    assert [task.number for task in ozersk.tasks] == [
        f"{part}.{n}" for part, last in counted for n in range(1, last + 1)
    ]


def test_every_term_of_the_district_s_map(ozersk: Draft) -> None:
    terms = {task.number: meaning(task.periods) for task in ozersk.tasks}
    assert terms == {
        "1.1": "..2027-01-25",
        "1.2": "2027-02-01..2027-02-01",
        "1.3": "2027-02-01..2027-02-15",
        "1.4": "..2027-02-20",
        "1.5": "2027-02-01..2027-02-28",
        "2.1": "2027-03-10..2027-03-10",
        "2.2": "2027-03-10..2027-03-10",
        "2.3": "2027-03-11..2027-03-11",
        "2.4": "2027-03-12..2027-03-12",
        "2.5": "..2027-03-19",
        "2.6": "..2027-04-30",
        "2.7": "..2027-04-30",
        "2.8": "2027-03-11..2027-05-27 FREQ=WEEKLY;BYDAY=TH",
        "3.1": "2027-03-24..2027-03-24",
        "3.2": "2027-04-01..2027-05-31",
        "3.3": "2027-01-01..2027-12-31 FREQ=MONTHLY",
        "3.4": "2027-01-01..2027-01-31 2027-05-01..2027-05-31 2027-09-01..2027-09-30 2027-12-01..2027-12-31",
        "3.5": "note own_schedule",
        "3.6": "note invalid_date",
        "4.1": "..2027-05-31",
        "4.2": "2027-06-01..2027-06-21",
        "4.3": "2027-09-13..2027-09-24",
        "4.4": "..2027-11-01",
        "4.5": "2027-12-01..2027-12-31",
    }


def test_rows_of_the_district_s_map(ozersk: Draft) -> None:
    visit = row(ozersk, "2.3")
    assert visit.section == "Работа с рисковыми профилями"
    assert visit.text == "Первичное посещение МБОУ «Липовская ООШ»"
    assert visit.executors == (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR)
    assert (visit.schools, visit.kind, visit.scope) == (("Липовская ООШ",), Kind.VISIT, Scope.SCHOOL)
    assert (visit.indicator, visit.mentions, visit.links) == ("Справка о посещении", None, ())
    awaited = row(ozersk, "1.4")
    assert (awaited.executors, awaited.scope) == ((Executor.FEDERAL,), Scope.WAITING)


def test_a_row_split_by_a_page_end(ozersk: Draft) -> None:
    split = row(ozersk, "2.7")
    assert split.text == "Разработка антирисковых программ; разместить в ИС МЭДК"
    assert split.executors_raw == "ШНОР, школьные координаторы"
    assert split.executors == (Executor.SCHOOL, Executor.SCHOOL_COORDINATOR)
    assert split.indicator == "Антирисковые программы размещены"
    assert split.project_only is True


def test_rows_only_for_the_project_are_marked(ozersk: Draft) -> None:
    marked = {task.number for task in ozersk.tasks if task.project_only}
    assert marked == {"1.3", "1.4", "2.1", "2.2", "2.3", "2.5", "2.6", "2.7", "4.1", "4.3"}
    assert all(task.project_only is False for task in ozersk.tasks if task.number not in marked)


def test_one_row_of_the_district_s_map_is_doubted(ozersk: Draft) -> None:
    (doubted,) = ozersk.doubted
    (doubt,) = doubted.doubts
    assert (doubted.number, doubt.field, doubt.reason) == ("3.6", DoubtField.TIMING, DoubtReason.IMPOSSIBLE_DATE)
    assert doubt.words == "до 31 июня 2027 г."
    assert doubt.choices == ([{"start": None, "end": "2027-06-30", "rrule": None, "label": None}],)


def test_the_region_s_map() -> None:
    region = sample("region_2027.txt")
    assert (region.territory, region.level, region.year) == ("Заозёрской области", Level.REGION, 2027)
    scopes = [task.scope.value for task in region.tasks]
    assert scopes == ["once", "municipality", "waiting", "once", "school", "municipality", "school", "once"]
    assert row(region, "6").executors == (Executor.MUNICIPAL_AUTHORITY, Executor.MUNICIPAL_COORDINATOR)
    assert region.doubted == ()


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", ["ozersk_2027.txt", "region_2027.txt"])
def test_the_encoding_changes_nothing(name: str, encoding: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert read_roadmap(text.encode(encoding), name) == sample(name)


# --- other manners -------------------------------------------------------------------------------------------------

HEAD = "Дорожная карта на 2027 год\n\n№\tМероприятие\tСрок\tОтветственный\n"


def test_hurried_letters_are_seen_through() -> None:
    draft = read(
        "Дoрoжная карта 2O27 год\n№\tМepoпpиятие\tСpoк\tОтветcтвенный\n1\tCеминар для шкoл\tc 10 по З1 мaртa\tШНОP\n"
    )
    (task,) = draft.tasks
    assert (draft.title, draft.year) == ("Дорожная карта 2027 год", 2027)
    assert (task.text, meaning(task.periods)) == ("Семинар для школ", "2027-03-10..2027-03-31")
    assert (task.executors, task.doubts) == ((Executor.SCHOOL,), ())


def test_columns_without_a_heading() -> None:
    draft = read(
        "План мероприятий на 2027 год\n\n"
        "март\tСеминар для директоров\tОтдел образования\n10 апреля\tПосещение школ кураторами\tКураторы\n"
    )
    assert draft.columns == (Column.TIMING, Column.TEXT, Column.EXECUTORS)
    assert [(task.number, task.kind) for task in draft.tasks] == [("1", Kind.EVENT), ("2", Kind.VISIT)]


def test_a_map_without_executors_has_mentions() -> None:
    draft = read(
        "Дорожная карта 2027\n№\tМероприятие\tСрок\tРезультат\n1\tУчастие куратора в семинаре\tмарт\tУчастие\n"
    )
    (task,) = draft.tasks
    assert (task.executors_raw, task.executors, task.mentions) == (None, None, (Executor.CURATOR,))
    assert task.scope is Scope.SCHOOL


def test_a_school_year() -> None:
    draft = read(HEAD.replace("2027 год", "2026/2027 учебный год") + "1\tСеминар\tсентябрь\tУО\n2\tИтоги\tмай\tУО\n")
    assert draft.year == 2026
    assert [meaning(task.periods) for task in draft.tasks] == ["2026-09-01..2026-09-30", "2027-05-01..2027-05-31"]


def test_a_table_of_separated_values() -> None:
    draft = read('№;Мероприятие;Срок;Школы\n1;"Посещение; беседа";март 2027;"МБОУ ""Липовская ООШ"""\n', "карта.csv")
    (task,) = draft.tasks
    assert (draft.title, draft.columns[-1]) == ("карта", Column.SCHOOLS)
    assert (task.text, task.schools) == ("Посещение; беседа", ("Липовская ООШ",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators_and_encodings_of_values_are_one_table(mark: str, encoding: str) -> None:
    rows = [("№", "Мероприятие", "Срок", "Исполнители"), ("1", f"Семинар{mark} беседа", "март 2027", "УО, кураторы")]
    text = "".join(mark.join(f'"{cell}"' if mark in cell else cell for cell in row) + "\r\n" for row in rows)
    (task,) = read_roadmap(text.encode(encoding), "карта.csv").tasks
    assert (task.text, task.executors_raw) == (" ".join(f"Семинар{mark} беседа".split()), "УО, кураторы")
    assert meaning(task.periods) == "2027-03-01..2027-03-31"


def test_separated_values_that_break_their_own_rules() -> None:
    with pytest.raises(NotRoadMap):
        read('№,Мероприятие,Срок\n1,"' + "я" * 200_000, "a.csv")


def test_a_frequency_in_the_words_is_kept_apart() -> None:
    draft = read(
        HEAD + "1\tУчастие в еженедельных вебинарах\tмарт-май\tШНОР\n2\tЕженедельные вебинары\tеженедельно\tШНОР\n"
    )
    assert [task.frequency_in_text for task in draft.tasks] == ["FREQ=WEEKLY", None]


def test_doubts_about_who_acts() -> None:
    draft = read(HEAD + "1\tСеминар\tмарт\t\n2\tСовещание\tмай\tУО, родители\n3\tОтчёт\tмай\tКураторы ОО\n")
    doubts = [task.doubts[0] for task in draft.tasks]
    assert [doubt.reason for doubt in doubts] == [DoubtReason.MISSING, DoubtReason.WORDS_UNKNOWN, DoubtReason.AMBIGUOUS]
    assert [doubt.words for doubt in doubts] == ["", "родители", "Кураторы ОО"]
    assert doubts[1].choices[0] == ["municipal_authority"]
    assert doubts[2].choices == (["curator", "school"], ["curator"])


def test_a_row_without_a_term_is_doubted() -> None:
    draft = read(HEAD + "1\tСеминар\t\tУО\n2\tСовещание\tмай\tУО\n")
    (doubt,) = draft.tasks[0].doubts
    assert (doubt.field, doubt.reason) == (DoubtField.TIMING, DoubtReason.MISSING)
    assert json.dumps(doubt.choices)


def test_stars_that_nobody_explains_mean_nothing() -> None:
    draft = read(HEAD + "1\tСеминар*\tмарт\tУО\n")
    assert (draft.tasks[0].text, draft.tasks[0].project_only) == ("Семинар", None)


def test_a_title_that_says_nothing_gives_way_to_the_nearest_words() -> None:
    draft = read("Меры поддержки школ\n\n№\tМероприятие\tСрок\tОтветственный\n1\tСеминар\tмарт 2027\tУО\n")
    assert draft.title == "Меры поддержки школ"


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "filename", "refusal"),
    [
        (b"", "a.txt", EmptyFile),
        (b"\xef\xbb\xbf \r\n\t", "a.txt", EmptyFile),
        (b"\xff\xfe\n\0 \0", "a.txt", EmptyFile),
        (bytes(range(1, 256)) * 8, "a.txt", UnknownEncoding),
        ("Уважаемые коллеги!\nПросим прислать отчёт до 15.03.2027.".encode(), "a.txt", NotRoadMap),
        ("№\tТовар\tЦена\tШтук\n1\tСтол\t100\t2\n2\tСтул\t50\t4\n".encode(), "a.txt", NotRoadMap),
        ("№\tФИО\tРодился\tКласс\n1\tА. Б.\t01.02.2010\t5\n2\tВ. Г.\t03.04.2011\t4\n".encode(), "a.txt", NotRoadMap),
        ((HEAD + "1\t\tмарт\t\n").encode(), "a.txt", NotRoadMap),
        (HEAD.encode(), "a.txt", NotRoadMap),
        ("Мероприятие\tСрок\tОтветственный\nСеминар\tмарт\tУО\n".encode(), "a.txt", YearMissing),
        (b"PK\x03\x04", "Карта.DOCX", FileDamaged),
        (b"abc", "Карта.docx", FileDamaged),
        (b"abc", "Карта.xlsx", FileDamaged),
        (b"abc", "Карта.XLSM", MacrosInside),
        (b"abc", "Карта.jpeg", PictureFile),
        (b"abc", "Карта.odg", FormatNotRead),
        (b"abc", "map", FormatNotRead),
    ],
)
def test_what_cannot_become_a_draft_is_refused(data: bytes, filename: str, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal) as refused:
        read_roadmap(data, filename)
    assert refused.value.filename == filename


def test_the_year_may_be_answered() -> None:
    draft = read("Мероприятие\tСрок\tОтветственный\nСеминар\tмарт\tУО\n", year=2027)
    assert meaning(draft.tasks[0].periods) == "2027-03-01..2027-03-31"


def test_the_format_is_named() -> None:
    with pytest.raises(FormatNotRead) as refused:
        read_roadmap(b"abc", "Карта.ODG")
    assert refused.value.extension == ".odg"


def test_the_largest_file() -> None:
    with pytest.raises(FormatNotRead):
        read_roadmap(b"x" * LARGEST, "a.odg")
    with pytest.raises(TooLarge) as refused:
        read_roadmap(b"x" * (LARGEST + 1), "a.odg")
    assert (refused.value.size, refused.value.limit) == (20 * 2**20 + 1, 20 * 2**20)


def test_random_bytes_are_refused() -> None:
    with pytest.raises(FileRefused):
        read_roadmap(os.urandom(4000), "a.txt")


def test_one_map_in_several_tables() -> None:
    heading = ("№", "Мероприятие", "Срок", "Ответственный")
    blocks = (
        Paragraph("Дорожная карта на 2027 год"),
        Table((("от", "№ 5"),)),
        Table((heading, ("1", "Семинар*", "март", "УО"))),
        Paragraph("Страница 2"),
        Table((heading, ("2", "Совещание", "май", "УО"))),
        Paragraph("* для участников проекта"),
    )
    draft = draft_of(blocks, "a.docx")
    assert [(task.number, task.project_only) for task in draft.tasks] == [("1", True), ("2", False)]
