"""For whom a row becomes assignments, as proposed to the coordinator."""

from collections.abc import Collection

from models.domain.plan import Executor, Kind, Level, Scope

_AT_SCHOOL = frozenset((Executor.SCHOOL, Executor.SCHOOL_COORDINATOR, Executor.CURATOR))
_MUNICIPAL = frozenset((Executor.MUNICIPAL_AUTHORITY, Executor.MUNICIPAL_CENTRE, Executor.MUNICIPAL_COORDINATOR))
_DONE_AT_EACH_SCHOOL = frozenset((Kind.VISIT, Kind.SURVEY, Kind.DOCUMENT, Kind.WEBINAR))
_AWAITED = {
    Level.REGION: frozenset((Executor.FEDERAL, Executor.REGIONAL_INSTITUTE)),
    Level.MUNICIPALITY: frozenset(
        (
            Executor.FEDERAL,
            Executor.REGIONAL_AUTHORITY,
            Executor.REGIONAL_INSTITUTE,
            Executor.REGIONAL_COORDINATOR,
        )
    ),
}
"""Who stands above a map's level, or is federal or an institute: their work is waited for, never a debt."""


def propose_scope(
    level: Level, executors: Collection[Executor] | None, mentions: Collection[Executor] | None, kind: Kind
) -> Scope:
    """Propose a row's scope from its executors, or from `mentions` where the map has no column of executors."""
    named = frozenset((mentions if executors is None else executors) or ())
    if not named:
        return Scope.ONCE
    if named <= _AWAITED[level]:
        return Scope.WAITING
    if named <= _AT_SCHOOL or (named & _AT_SCHOOL and kind in _DONE_AT_EACH_SCHOOL):
        return Scope.SCHOOL
    if level is Level.REGION and named & _MUNICIPAL:
        return Scope.MUNICIPALITY
    return Scope.ONCE
