"""All tables, so that the metadata is whole wherever one of them is used."""

from models.tables.assignments import (
    Assignment,
    HelpRequest,
    MedkEntry,
    NotHeldRequest,
    ServedTask,
    StateChange,
    Visit,
    VisitCompanion,
    VisitNote,
    Withdrawal,
)
from models.tables.base import Base
from models.tables.documents import Document, DocumentDecision, ReturnReason
from models.tables.editions import AssignmentChange, Edition, TaskChange
from models.tables.files import File
from models.tables.machine import AuditEntry, Dialogue, Fact, InboxRow, OutboxRow
from models.tables.people import Absence, Account, Appointment, Invitation, InvitedSchool, Person, Preferences
from models.tables.places import School, SchoolRisk, Territory
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
    "DocumentDecision",
    "Draft",
    "DraftAnswer",
    "Edition",
    "Fact",
    "File",
    "HelpRequest",
    "InboxRow",
    "Invitation",
    "InvitedSchool",
    "MedkEntry",
    "NotHeldRequest",
    "OutboxRow",
    "Participation",
    "Person",
    "Preferences",
    "ReturnReason",
    "RoadMap",
    "School",
    "SchoolAlias",
    "SchoolRisk",
    "ServedTask",
    "StateChange",
    "Task",
    "TaskChange",
    "TaskLink",
    "TaskPeriod",
    "TaskSchool",
    "Territory",
    "Visit",
    "VisitCompanion",
    "VisitNote",
    "Webinar",
    "Withdrawal",
]
