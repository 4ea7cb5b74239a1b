import pytest

from models.domain.plan import Executor
from models.language.persons import read_people, read_roles

ORDER = (
    "1. Назначить муниципальным координатором проекта Ковалёву Наталью Сергеевну, заместителя начальника.",
    "2. Морозову Дмитрию Григорьевичу, директору РМК, обеспечить работу кураторов.",
    "3. Соколовой А. П. организовать встречи с кураторами школ.",
    "Муниципальный координатор: Лебедь О.К.; куратор — Ким Е.В.",
)
LIST = ("1 | Ветров Илья Олегович | школьный координатор", "2 | Гром А.А. | Зима Б.Б. | куратор")


@pytest.mark.parametrize(
    ("cell", "persons", "resolved", "unknown"),
    [
        ("Ковалёва Н.С.", ("Ковалёва Н.С.",), (Executor.MUNICIPAL_COORDINATOR,), ()),
        ("Д.Г. Морозов, ОО", ("Д.Г. Морозов",), (Executor.MUNICIPAL_CENTRE, Executor.SCHOOL), ()),
        ("Морозов  Д. Г.", ("Морозов Д. Г.",), (Executor.MUNICIPAL_CENTRE,), ()),
        ("Соколова А.П.", ("Соколова А.П.",), (), ("Соколова А.П.",)),
        ("Лебедь О.К.; Ким Е.В.", ("Лебедь О.К.", "Ким Е.В."), (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR), ()),
        ("Ветров И.О.", ("Ветров И.О.",), (Executor.SCHOOL_COORDINATOR,), ()),
        ("Гром А.А.", ("Гром А.А.",), (), ("Гром А.А.",)),
        ("куратор Ясная О.О.", ("Ясная О.О.",), (Executor.CURATOR,), ()),
        ("Ясная О.О., методист РМК", ("Ясная О.О.",), (Executor.MUNICIPAL_CENTRE,), ()),
        ("Ясная О.О., кураторы", ("Ясная О.О.",), (Executor.CURATOR,), ("Ясная О.О.",)),
    ],
)
def test_people_in_a_cell(
    cell: str, persons: tuple[str, ...], resolved: tuple[Executor, ...], unknown: tuple[str, ...]
) -> None:
    people = read_people(cell, read_roles(ORDER, LIST))
    assert people is not None
    assert (people.persons, people.resolved, people.unknown) == (persons, resolved, unknown)


def test_a_cell_without_people() -> None:
    assert read_people("РМК, кураторы ШНОР", {}) is None
