import pytest

from models.language.schools import match_school, named_schools, same_school, school_key

KNOWN = ("Озёрская СОШ № 1", "Берёзовская СОШ", "Липовская ООШ", "Ключевская СОШ № 2")


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("МБОУ «Озёрская СОШ № 1»", "сош 1 озер"),
        ("Озёрской СОШ №1", "сош 1 озер"),
        ("СОШ №5 с. Берёзовка", "сош 5 березов"),
        ("Берёзовская средняя общеобразовательная школа", "сош березов"),
        ("школа № 12", "12"),
        ("лицей № 4", "лицей 4"),
        ("Ключевская СОШ № 2 им. Героя Труда П. К. Лугового", "сош 2 ключев"),
    ],
)
def test_one_form_for_every_writing(written: str, form: str) -> None:
    assert str(school_key(written)) == form


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("озёрной", ("Озёрская СОШ № 1",)),
        ("МБОУ «Озерская СОШ №1»", ("Озёрская СОШ № 1",)),
        ("с. Берёзовка", ("Берёзовская СОШ",)),
        ("березвская", ("Берёзовская СОШ",)),
        ("липовской школе", ("Липовская ООШ",)),
        ("школа №2", ("Ключевская СОШ № 2",)),
        ("Озёрская СОШ № 2", ()),
        ("Берёзовская ООШ", ()),
        ("СОШ №5", ()),
        ("СОШ", ()),
        ("", ()),
    ],
)
def test_a_name_finds_its_school(asked: str, meant: tuple[str, ...]) -> None:
    assert match_school(asked, KNOWN) == meant


def test_the_number_decides_before_the_words() -> None:
    many = tuple(f"Лесная СОШ № {number}" for number in (1, 5, 57))
    assert match_school("Лесная школа № 57", many) == ("Лесная СОШ № 57",)
    assert match_school("лесная", many) == many


def test_schools_named_after_somebody_only() -> None:
    assert same_school("Гимназия имени Лугового", "Гимназия им. П. К. Лугового")
    assert not same_school("Гимназия имени Лугового", "Гимназия им. А. А. Полевой")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Первичное посещение МБОУ «Озёрская СОШ № 1».", ("Озёрская СОШ № 1",)),
        ("Посещение «МБОУ «Липовская ООШ»»", ("Липовская ООШ",)),
        ("МБОУ «Гимназия «Родник»»", ("Гимназия «Родник»",)),
        ('МКОУ "Ключевская СОШ № 2", МБОУ "Родник"', ("Ключевская СОШ № 2", "Родник")),
        ("Посещение Липовской ООШ и СОШ №5 с. Берёзовка", ("Липовской ООШ", "СОШ №5 с. Берёзовка")),
        ("Курс «Школа современного учителя», центры «Точка роста», проект «500+»", ()),
        ("для школ-участниц, школы куратора", ()),
        ("дважды «Липовская ООШ» и «Липовская ООШ»", ("Липовская ООШ",)),
    ],
)
def test_schools_named_in_a_text(text: str, names: tuple[str, ...]) -> None:
    assert named_schools(text) == names
