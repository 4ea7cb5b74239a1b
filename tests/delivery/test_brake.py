from itertools import pairwise

from bot.delivery.brake import CAP, Brake, backoff
from tests.delivery.conftest import Stopwatch


def test_tries_become_rarer_up_to_a_cap() -> None:
    waits = [backoff(failures, lambda: 1.0) for failures in range(1, 12)]
    assert waits[:4] == [1, 2, 4, 8]
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] == CAP < 60
    assert backoff(10_000, lambda: 1.0) == CAP


def test_chance_spreads_them() -> None:
    assert (backoff(3, lambda: 0.0), backoff(3, lambda: 1.0)) == (3, 4)


def test_rows_under_way_together_count_as_one_failure() -> None:
    stopwatch = Stopwatch()
    brake = Brake(stopwatch, lambda: 1.0)
    for _ in range(5):
        brake.press()
    assert brake.is_on
    assert brake.left() == 1
    stopwatch.now += 1
    assert brake.left() == 0
    brake.press()
    assert brake.left() == 2


def test_an_answer_lets_go() -> None:
    brake = Brake(Stopwatch(), lambda: 1.0)
    brake.press(30)
    assert brake.left() == 30
    brake.release()
    assert not brake.is_on
    assert brake.left() == 0
