import pytest

from models.domain.plan import Executor as E
from models.domain.plan import Kind, Level, Scope
from models.domain.scopes import propose_scope

R, M = Level.REGION, Level.MUNICIPALITY


@pytest.mark.parametrize(
    ("level", "executors", "kind", "scope"),
    [
        (M, (E.SCHOOL,), Kind.OTHER, Scope.SCHOOL),
        (M, (E.CURATOR, E.SCHOOL_COORDINATOR), Kind.MONITORING, Scope.SCHOOL),
        (M, (E.MUNICIPAL_COORDINATOR, E.CURATOR), Kind.VISIT, Scope.SCHOOL),
        (M, (E.MUNICIPAL_AUTHORITY, E.SCHOOL), Kind.WEBINAR, Scope.SCHOOL),
        (M, (E.MUNICIPAL_AUTHORITY, E.SCHOOL), Kind.EVENT, Scope.ONCE),
        (M, (E.MUNICIPAL_COORDINATOR, E.CURATOR), Kind.MONITORING, Scope.ONCE),
        (M, (E.MUNICIPAL_AUTHORITY,), Kind.DOCUMENT, Scope.ONCE),
        (M, (), Kind.DOCUMENT, Scope.ONCE),
        (M, (E.FEDERAL,), Kind.DOCUMENT, Scope.WAITING),
        (M, (E.FEDERAL, E.REGIONAL_COORDINATOR), Kind.OTHER, Scope.WAITING),
        (M, (E.FEDERAL, E.MUNICIPAL_AUTHORITY), Kind.SURVEY, Scope.ONCE),
        (R, (E.REGIONAL_INSTITUTE,), Kind.EVENT, Scope.WAITING),
        (R, (E.REGIONAL_COORDINATOR,), Kind.EVENT, Scope.ONCE),
        (R, (E.REGIONAL_AUTHORITY, E.MUNICIPAL_AUTHORITY), Kind.DOCUMENT, Scope.MUNICIPALITY),
        (R, (E.MUNICIPAL_COORDINATOR, E.CURATOR), Kind.MONITORING, Scope.MUNICIPALITY),
        (R, (E.MUNICIPAL_COORDINATOR, E.CURATOR), Kind.VISIT, Scope.SCHOOL),
        (R, (E.REGIONAL_INSTITUTE, E.SCHOOL), Kind.WEBINAR, Scope.SCHOOL),
    ],
)
def test_the_scope_follows_from_who_acts(level: Level, executors: tuple[E, ...], kind: Kind, scope: Scope) -> None:
    assert propose_scope(level, executors, None, kind) is scope


def test_mentions_speak_where_there_is_no_column() -> None:
    assert propose_scope(M, None, (E.SCHOOL,), Kind.DOCUMENT) is Scope.SCHOOL
    assert propose_scope(M, None, (), Kind.DOCUMENT) is Scope.ONCE
    assert propose_scope(M, None, None, Kind.DOCUMENT) is Scope.ONCE
    assert propose_scope(M, (E.FEDERAL,), (E.SCHOOL,), Kind.DOCUMENT) is Scope.WAITING
