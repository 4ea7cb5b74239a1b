"""The rules of the daily work against a plain model of them: many people, random deeds, allowed and not."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs import Proof
from tests.rules.walk import Walk

# The same walks every time. What fails is long to shorten, and stands in the report step by step anyway.
PATIENT = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def counted(ground: Path) -> Iterator[Counter[str]]:
    """What the walks of one test did."""
    Walk.ground, Walk.counted = ground, Counter()
    yield Walk.counted
    del Walk.ground, Walk.counted


def walks(count: int, steps: int) -> None:
    run_state_machine_as_test(Walk, settings=settings(PATIENT, max_examples=count, stateful_step_count=steps))


@pytest.mark.slow
def test_random_walks_end_where_the_plain_model_says(counted: Counter[str]) -> None:
    walks(10, 30)
    assert min(counted["allowed"], counted["refused"]) > 30


@pytest.mark.proofs
def test_long_walks_end_there_too(counted: Counter[str], proof: Proof) -> None:
    walks(50, 50)
    assert min(counted["allowed"], counted["refused"]) > 300
    proof(
        f"rules walked {counted['steps']} steps: {counted['allowed']} deeds allowed and {counted['refused']} refused "
        f"as the plain model foretold, {counted['news']} pieces of news true, 0 disagreements"
    )
