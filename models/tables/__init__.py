"""All tables, so that the metadata is whole wherever one of them is used."""

from models.tables.assignments import Assignment, HelpRequest, ServedTask, StateChange, Visit, Withdrawal
from models.tables.base import Base
from models.tables.documents import Document
from models.tables.editions import AssignmentChange, Edition, TaskChange
from models.tables.machine import AuditEntry, Dialogue, Fact, InboxRow, OutboxRow
from models.tables.people import Absence, Account, Appointment, Invitation, InvitedSchool, Person, Preferences
from models.tables.places import School, Territory
from models.tables.roadmaps import (
    Draft,
    DraftAnswer,
    Participation,
    RoadMap,
    SchoolAlias,
    Task,
    TaskLink,
    TaskPeriod,
    TaskSchool,
)
from models.tables.webinars import Attendance, Webinar

__all__ = [
    "Absence",
    "Account",
    "Appointment",
    "Assignment",
    "AssignmentChange",
    "Attendance",
    "AuditEntry",
    "Base",
    "Dialogue",
    "Document",
    "Draft",
    "DraftAnswer",
    "Edition",
    "Fact",
    "HelpRequest",
    "InboxRow",
    "Invitation",
    "InvitedSchool",
    "OutboxRow",
    "Participation",
    "Person",
    "Preferences",
    "RoadMap",
    "School",
    "SchoolAlias",
    "ServedTask",
    "StateChange",
    "Task",
    "TaskChange",
    "TaskLink",
    "TaskPeriod",
    "TaskSchool",
    "Territory",
    "Visit",
    "Webinar",
    "Withdrawal",
]
