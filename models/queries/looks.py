"""Whose contact was shown to whom, for the audit."""

from collections.abc import Iterable
from datetime import datetime

from models.domain.access import Actor
from models.tables import AuditEntry

LOOKED_UP = "contact_seen"
"""The audit's word for a look at another person's contact."""


def looks_at(actor: Actor, people: Iterable[int], at: datetime) -> list[AuditEntry]:
    """An entry for each person who was shown; one's own contact is nobody's concern."""
    return [
        AuditEntry(
            at=at, person_id=actor.person_id, action=LOOKED_UP, subject="person", subject_id=person_id, detail={}
        )
        for person_id in dict.fromkeys(people)
        if person_id != actor.person_id
    ]
