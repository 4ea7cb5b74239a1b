import pytest

from models.domain.plan import Executor, Kind, Level, Scope
from models.domain.scopes import propose_scope

R, M = Level.REGION, Level.MUNICIPALITY


@pytest.mark.parametrize(
    ("level", "executors", "kind", "scope"),
    [
        (M, (Executor.SCHOOL,), Kind.OTHER, Scope.SCHOOL),
        (M, (Executor.CURATOR, Executor.SCHOOL_COORDINATOR), Kind.MONITORING, Scope.SCHOOL),
        (M, (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR), Kind.VISIT, Scope.SCHOOL),
        (M, (Executor.MUNICIPAL_AUTHORITY, Executor.SCHOOL), Kind.WEBINAR, Scope.SCHOOL),
        (M, (Executor.MUNICIPAL_AUTHORITY, Executor.SCHOOL), Kind.EVENT, Scope.ONCE),
        (M, (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR), Kind.MONITORING, Scope.ONCE),
        (M, (Executor.MUNICIPAL_AUTHORITY,), Kind.DOCUMENT, Scope.ONCE),
        (M, (), Kind.DOCUMENT, Scope.ONCE),
        (M, (Executor.FEDERAL,), Kind.DOCUMENT, Scope.WAITING),
        (M, (Executor.FEDERAL, Executor.REGIONAL_COORDINATOR), Kind.OTHER, Scope.WAITING),
        (M, (Executor.FEDERAL, Executor.MUNICIPAL_AUTHORITY), Kind.SURVEY, Scope.ONCE),
        (R, (Executor.REGIONAL_INSTITUTE,), Kind.EVENT, Scope.WAITING),
        (R, (Executor.REGIONAL_COORDINATOR,), Kind.EVENT, Scope.ONCE),
        (R, (Executor.REGIONAL_AUTHORITY, Executor.MUNICIPAL_AUTHORITY), Kind.DOCUMENT, Scope.MUNICIPALITY),
        (R, (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR), Kind.MONITORING, Scope.MUNICIPALITY),
        (R, (Executor.MUNICIPAL_COORDINATOR, Executor.CURATOR), Kind.VISIT, Scope.SCHOOL),
        (R, (Executor.REGIONAL_INSTITUTE, Executor.SCHOOL), Kind.WEBINAR, Scope.SCHOOL),
    ],
)
def test_the_scope_follows_from_who_acts(
    level: Level, executors: tuple[Executor, ...], kind: Kind, scope: Scope
) -> None:
    assert propose_scope(level, executors, None, kind) is scope


def test_mentions_speak_where_there_is_no_column() -> None:
    assert propose_scope(M, None, (Executor.SCHOOL,), Kind.DOCUMENT) is Scope.SCHOOL
    assert propose_scope(M, None, (), Kind.DOCUMENT) is Scope.ONCE
    assert propose_scope(M, None, None, Kind.DOCUMENT) is Scope.ONCE
    assert propose_scope(M, (Executor.FEDERAL,), (Executor.SCHOOL,), Kind.DOCUMENT) is Scope.WAITING
