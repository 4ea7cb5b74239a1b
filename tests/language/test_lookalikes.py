import pytest

from models.language.lookalikes import fold, mend, see_through


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c 10 мaртa", "с 10 марта"),
        ("З1.О5.2О27", "31.05.2027"),
        ("СOШ № 1О", "СОШ № 10"),
        ("с  двумя\u00a0 про\u00adбелами ", "с двумя пробелами"),
        ("IT-куб, X Всероссийская НПК", "IT-куб, X Всероссийская НПК"),
        ("см. https://oblast.example/сhkoly и почту", "см. https://oblast.example/сhkoly и почту"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_clean_letters(typed: str, meant: str) -> None:
    assert mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Отчёт — «Озёрск»", 'отчет - "озерск"'), ("март–май", "март-май"), ("  ШНОР ", "шнор")],
)
def test_one_form_to_compare_by(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("MAPT", "МАРТ"),
        ("III квартал", "III квартал"),
        ("I–II кварталы", "I-II кварталы"),
        ("l5.03.2027", "15.03.2027"),
        ("Cентябpь – 5 oктябpя", "Сентябрь - 5 октября"),
    ],
)
def test_closed_vocabulary_is_seen_through(typed: str, seen: str) -> None:
    assert see_through(typed) == seen
