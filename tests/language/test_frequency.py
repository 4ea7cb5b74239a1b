import pytest

from models.language.frequency import frequency_in


@pytest.mark.parametrize(
    ("texts", "rule"),
    [
        (("Участие в еженедельных вебинарах",), "FREQ=WEEKLY"),
        (("Единый методический день (1 раз в месяц)",), "FREQ=MONTHLY"),
        (("Вебинары", "Еженедельные вебинары"), "FREQ=WEEKLY"),
        (("Размещение раз в квартал", "еженедельно"), "FREQ=MONTHLY;INTERVAL=3"),
        (("Приём каждую среду",), "FREQ=WEEKLY;BYDAY=WE"),
        (("Приём каждый день", None), "FREQ=DAILY"),
        (("Семинар", None), None),
        (("Не менее двух публикаций в неделю",), None),
    ],
)
def test_a_rhythm_in_the_words(texts: tuple[str | None, ...], rule: str | None) -> None:
    assert frequency_in(*texts) == rule
