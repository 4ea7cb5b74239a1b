import pytest

from models.language.frequency import Frequency, frequency_in, times_in


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("Участие в еженедельных вебинарах",), Frequency("FREQ=WEEKLY")),
        (("Единый методический день (1 раз в месяц)",), Frequency("FREQ=MONTHLY")),
        (("Вебинары", "Еженедельные вебинары"), Frequency("FREQ=WEEKLY")),
        (("Размещение раз в квартал", "еженедельно"), Frequency("FREQ=MONTHLY;INTERVAL=3")),
        (("Приём каждую среду",), Frequency("FREQ=WEEKLY;BYDAY=WE")),
        (("Приём каждый день", None), Frequency("FREQ=DAILY")),
        (("Консультации 2 раза в месяц", None), Frequency("FREQ=MONTHLY", 2)),
        (("Семинары (трижды в год)", None), Frequency("FREQ=YEARLY", 3)),
        (("Посещение не реже двух раз в каждом полугодии",), Frequency("FREQ=MONTHLY;INTERVAL=6", 2)),
        (("Один раз в 2027 году",), None),
        (("Посещение не реже двух раз в полугодие",), Frequency("FREQ=MONTHLY;INTERVAL=6", 2)),
        (("Семинар", None), None),
        (("Не менее двух публикаций в неделю",), None),
    ],
)
def test_a_rhythm_in_the_words(texts: tuple[str | None, ...], said: Frequency | None) -> None:
    assert frequency_in(*texts) == said


def test_a_count_belongs_to_the_rule_it_stands_with() -> None:
    words = "Консультации 2 раза в месяц"
    assert times_in("FREQ=MONTHLY", "Об организации работы", words) == 2
    assert times_in("FREQ=WEEKLY", words) is None
    assert times_in(None, "Консультации") is None
