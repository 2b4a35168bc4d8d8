"""The world the doors are asked about: its units, its records with their marks, and the people who ask."""

from django.test import Client

from accounts.choices import Role
from audit.querysets import history_of
from recognition.querysets import KEEPING_ROLES, TEAM_ROLES
from tests import casts
from tests.doors.country import PLANTED, a_country
from tests.doors.marks import (
    KEPT_BY_WRITERS,
    OF_A_CAMPAIGN,
    OF_A_DOCUMENT,
    OF_A_DRAFT,
    OF_A_SCHOOL,
    OF_AN_APPRAISAL,
)
from tests.doors.people import ADMINISTRATOR, HEIR, PEOPLE, WENT_WHOLE, Person
from tests.doors.planting import Records
from tests.doors.planting_appraisal import with_a_team


class Browser(Client):
    """A client that keeps no copies of templates and their contexts: a third of the time of a page."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


class World:
    """`records[kind][unit key]` are the records, `people` the accounts of `PEOPLE` by name."""

    def __init__(self):
        self.units = a_country()
        planted = Records(self.units)
        self.records, self.seen_also = planted.records, planted.seen_also
        self.events = {key: history_of(row).last().pk for key, row in self.records["registration"].items()}
        self.people = {person.name: self._account(person) for person in [*PEOPLE, ADMINISTRATOR]}
        for number, (name, account) in enumerate(self.people.items(), 900):
            planted.draft_of(name, account, number)
        with_a_team(planted, self.people["approver.new-01327"])

    def client(self, person: Person | None) -> Browser:
        browser = Browser(raise_request_exception=False)
        if person is not None:
            browser.force_login(self.people[person.name])
        return browser

    def allows(self, person: Person | None, found: tuple[int, str]) -> bool:
        """Whether the person may meet the mark, by what is written of her in `people`."""
        number, kind = found
        if person is None:
            return False
        if kind == "draft":
            return list(self.people)[number - 900] == person.name
        unit = PLANTED[number - 1]
        if kind == "tag":
            return unit in person.tags
        if kind in OF_A_CAMPAIGN:
            # Who reads a province's records reads its campaigns, those of what took it over, and of what it was before.
            return unit in person.tags | {HEIR.get(tag, tag) for tag in person.tags} | {WENT_WHOLE.get(tag) for tag in person.tags}
        if kind in KEPT_BY_WRITERS:
            return unit in person.writes
        if kind in OF_A_DRAFT:
            return unit in person.writes or unit in person.drafts
        if kind == "idle":
            # Who forms an office's teams chooses among its people by name.
            return unit in person.keeps or (person.role == Role.APPROVER and unit in person.sees)
        if kind == "criteria":
            return unit in person.tags
        if kind == "draftcriteria":
            return unit in person.sees and (person.is_everybody or person.role in KEEPING_ROLES)
        if kind in OF_AN_APPRAISAL:
            return unit in person.sees and (person.is_everybody or person.role == Role.APPROVER)
        if kind == "minutes":
            return unit in person.sees and (person.is_everybody or person.role in TEAM_ROLES)
        if kind in OF_A_SCHOOL and person.organisation and person.unit == unit:
            return True
        units = {unit} | self.seen_also.get(found, set())
        rights = person.sees
        if kind in OF_A_DOCUMENT:
            rights = rights | person.above
        if kind == "clerk":
            # Who wrote a paper down stands on the paper.
            rights = rights | person.keeps | person.above
        return bool(units & rights)

    def _account(self, person: Person):
        """The name of each is its own and no mark."""
        account = casts.person(person.name, full_name=person.name, **person.columns)
        if person.role is not None:
            held = {"organisation": self.records["organisation"][person.unit]} if person.organisation else {}
            if person.views:
                held["views_unit"] = self.units[person.views]
            casts.assigned(account, person.role, self.units[person.unit], valid_to=person.valid_to, **held)
        return account
