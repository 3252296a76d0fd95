"""What happened to each of the six hundred: rights, orientation, appointments, notes, contracts.

Rows are written in bulk in the scope of the demo, as no service could have written the past.
"""

import random
from collections import defaultdict
from datetime import date, time, timedelta

from django.utils import timezone

from demo.followup import words
from demo.followup.files import month_ends
from demo.followup.meetings import Meetings
from demo.followup.population import REFORM, Invented, Stage
from demo.followup.written import Written, at, by
from portal.followup.hours.states import State as ActivityState
from portal.followup.models import (
    ActionStep,
    ActivityLog,
    BarrierAssessment,
    Beneficiary,
    CareTeamMember,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    ExitReason,
    Goal,
    Orientation,
    Path,
    Professional,
    ReferentAssignment,
    ReorientationRequest,
    Term,
)

# Whose pathway has no orientation yet.
NOT_ORIENTED = frozenset({Stage.TO_ORIENT, Stage.PAST_DELAY})
_WITHOUT_CONTRACT = NOT_ORIENTED | {Stage.TO_NOTIFY, Stage.NO_CONTRACT, Stage.BEFORE_REFORM}
_State = EngagementContract.State


class Histories:
    """Writes the past of people whose rows exist."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.written = Written()
        self.terms: dict[str, list[Term]] = defaultdict(list)
        for term in Term.unscoped.filter(parent__isnull=True):
            self.terms[term.list].append(term)
        self.meetings = Meetings(today, self.written)

    def write(
        self, person: Invented, case: Beneficiary, referent: Professional, colleague: Professional
    ) -> None:
        """Add everything about one of them."""
        luck = random.Random(person.luck)  # noqa: S311 - an invented life, the same at each load
        self._rights(person, case)
        if person.stage in NOT_ORIENTED:
            return
        orientation = self._orientation(person, case, referent, luck)
        ended = (
            self.today - timedelta(days=luck.randint(5, 60))
            if person.stage == Stage.EXITED
            else None
        )
        self._referent(case, referent, orientation.starts_on, ended)
        if luck.random() < 0.12 and ended is None:
            self._team(case, colleague, referent, luck)
        if person.stage != Stage.TO_NOTIFY:
            self.meetings.write(case, referent, (orientation.starts_on, ended), luck)
            self._diagnosis(case, referent, orientation.starts_on, luck)
        if person.stage not in _WITHOUT_CONTRACT:
            self._contract(person, case, referent, orientation, ended, luck)
        if ended:
            self._exit(case, referent, ended, luck)
        elif person.stage == Stage.SIGNED and luck.random() < 0.03:
            self._request(case, referent, luck)

    def save(self) -> None:
        """Write all that was added."""
        self.written.save()

    def _rights(self, person: Invented, case: Beneficiary) -> None:
        """What the files said before those that wait to be imported."""
        opened = person.opened_on
        first = month_ends(self.today)[0].replace(day=1)
        for _ in range(3):
            day = first - timedelta(days=1)
            first = day.replace(day=1)
            if day < opened:
                continue
            is_closed = person.stage == Stage.EXITED
            self.written.add(
                Entitlement(
                    beneficiary=case,
                    on=day,
                    status="5" if is_closed else "2",
                    reason="RGD" if is_closed else "",
                    opened_on=opened,
                    received_on=min(day + timedelta(days=6), self.today),
                    author_name="Déclic",
                )
            )
        if opened > first and not self._has_right(case):
            self.written.add(
                Entitlement(
                    beneficiary=case,
                    on=opened,
                    status="2",
                    opened_on=opened,
                    received_on=min(opened + timedelta(days=6), self.today),
                    author_name="Déclic",
                )
            )

    def _has_right(self, case: Beneficiary) -> bool:
        rows = self.written.rows[Entitlement]
        return bool(rows) and rows[-1].beneficiary is case

    def _orientation(
        self, person: Invented, case: Beneficiary, referent: Professional, luck: random.Random
    ) -> Orientation:
        days = {
            Stage.TO_NOTIFY: luck.randint(1, 8),
            Stage.NO_CONTRACT: luck.randint(6, 55),
            Stage.DRAFT: luck.randint(12, 35),
            Stage.TO_SIGN: luck.randint(20, 45),
        }.get(person.stage, luck.randint(210, 400))
        starts_on = self.today - timedelta(days=days)
        if person.stage == Stage.BEFORE_REFORM:
            starts_on = REFORM - timedelta(days=luck.randint(30, 500))
        path = luck.choice([*Path])
        if person.stage == Stage.TO_REVIEW:
            path = Path.SOCIAL
        is_notified = person.stage != Stage.TO_NOTIFY
        row: Orientation = self.written.add(
            Orientation(
                beneficiary=case,
                path=path,
                structure=referent.structure,
                unit=referent.unit,
                starts_on=starts_on,
                notified_on=min(starts_on + timedelta(days=3), self.today) if is_notified else None,
                reason="Projet à construire, disponible."
                if path != Path.SOCIAL
                else "Freins à lever.",
                author_name="Hélène Simonin",
            )
        )
        return row

    def _referent(
        self, case: Beneficiary, referent: Professional, since: date, ended: date | None
    ) -> None:
        starts_at = at(since + timedelta(days=1), time(8, 30))
        is_new = self.today - since < timedelta(days=9)
        self.written.add(
            ReferentAssignment(
                beneficiary=case,
                professional=referent,
                structure=referent.structure,
                starts_at=min(starts_at, timezone.now()),
                ends_at=at(ended, time(17, 0)) if ended else None,
                end_reason="Sortie" if ended else "",
                seen_at=None if is_new else starts_at,
                author_name="Hélène Simonin",
            )
        )

    def _team(
        self,
        case: Beneficiary,
        colleague: Professional,
        referent: Professional,
        luck: random.Random,
    ) -> None:
        if colleague.pk == referent.pk:
            return
        is_waiting = luck.random() < 0.2
        now = timezone.now()
        self.written.add(
            CareTeamMember(
                beneficiary=case,
                professional=colleague,
                asked_by=colleague,
                reason=luck.choice(words.TEAM_REASONS),
                lapses_at=now + timedelta(days=25),
                confirmed_at=None if is_waiting else now,
                confirmed_by=None if is_waiting else referent,
            )
        )

    def _diagnosis(
        self, case: Beneficiary, referent: Professional, since: date, luck: random.Random
    ) -> None:
        on = min(since + timedelta(days=12), self.today)
        row = self.written.add(
            Diagnosis(
                beneficiary=case,
                on=on,
                summary=luck.choice(words.SUMMARIES),
                needs=words.NEEDS,
                has_driving_licence=luck.random() < 0.4,
                has_vehicle=luck.random() < 0.25,
                **by(referent),
            )
        )
        severities = [*BarrierAssessment.Severity]
        for theme in luck.sample(self.terms["barrier_theme"], luck.randint(2, 5)):
            self.written.add(
                BarrierAssessment(
                    beneficiary=case,
                    diagnosis=row,
                    theme=theme,
                    severity=luck.choices(severities, [3, 5, 3])[0],
                )
            )

    def _contract(
        self,
        person: Invented,
        case: Beneficiary,
        referent: Professional,
        orientation: Orientation,
        ended: date | None,
        luck: random.Random,
    ) -> None:
        state = {
            Stage.DRAFT: _State.DRAFT,
            Stage.TO_SIGN: _State.PROPOSED,
            Stage.EXITED: _State.ENDED,
        }.get(person.stage, _State.SIGNED)
        starts_on, ends_on = self._dates(person.stage, orientation.starts_on, luck)
        is_signed = state in {_State.SIGNED, _State.ENDED}
        contract = self.written.add(
            EngagementContract(
                beneficiary=case,
                state=state,
                starts_on=starts_on,
                ends_on=ends_on,
                weekly_hours=luck.choice((15, 15, 18, 20)),
                person_words=words.PERSON_WORDS,
                department_commitments=words.COMMITMENTS,
                proposed_on=None if state == _State.DRAFT else min(starts_on, self.today),
                signed_on=min(starts_on, self.today) if is_signed else None,
                closed_on=ended,
                closing_reason="Sortie" if ended else "",
                **by(referent),
            )
        )
        self._plan(case, contract, referent, luck)
        if is_signed and ended is None:
            self._hours(case, referent, luck)

    def _dates(self, stage: Stage, oriented: date, luck: random.Random) -> tuple[date, date]:
        starts_on = oriented + timedelta(days=luck.randint(14, 30))
        if stage == Stage.TO_REVIEW:
            starts_on = self.today - timedelta(days=luck.randint(178, 196))
            return starts_on, starts_on + timedelta(days=364)
        if stage == Stage.ENDS_SOON:
            ends_on = self.today + timedelta(days=luck.randint(1, 28))
            return ends_on - timedelta(days=181), ends_on
        if stage == Stage.SIGNED:
            starts_on = self.today - timedelta(days=luck.randint(10, 130))
        return starts_on, starts_on + timedelta(days=luck.choice((181, 272, 364)))

    def _plan(
        self,
        case: Beneficiary,
        contract: EngagementContract,
        referent: Professional,
        luck: random.Random,
    ) -> None:
        themes = {term.code: term for term in self.terms["goal_theme"]}
        for order, (label, code) in enumerate(luck.sample(words.GOALS, luck.randint(1, 3))):
            goal = self.written.add(
                Goal(
                    beneficiary=case,
                    contract=contract,
                    theme=themes.get(code),
                    label=label,
                    order=order,
                    **by(referent),
                )
            )
            for step in luck.sample(words.STEPS, luck.randint(1, 3)):
                is_done = luck.random() < 0.4
                self.written.add(
                    ActionStep(
                        beneficiary=case,
                        goal=goal,
                        label=step,
                        due_on=self.today + timedelta(days=luck.randint(-20, 60)),
                        by_person=luck.random() < 0.7,
                        state=ActionStep.State.DONE if is_done else ActionStep.State.PLANNED,
                        done_on=self.today - timedelta(days=luck.randint(1, 30))
                        if is_done
                        else None,
                        **by(referent),
                    )
                )

    def _hours(self, case: Beneficiary, referent: Professional, luck: random.Random) -> None:
        """Written by the referent; the longest of last week wait, as the person declared them."""
        monday = self.today - timedelta(days=self.today.weekday() + 7)
        for week in range(luck.randint(0, 6)):
            kind = luck.choice(self.terms["activity_kind"])
            hours = luck.choice((6, 9, 12, 15, 15, 18))
            declared = {"by_person": True, "author_name": str(case)}
            confirmed = {
                "state": ActivityState.CONFIRMED,
                "decided_at": timezone.now(),
                "decided_by": referent.user,
                "decider_name": referent.name,
                **by(referent),
            }
            is_declared = week == 0 and hours == 18
            self.written.add(
                ActivityLog(
                    beneficiary=case,
                    week=monday - timedelta(weeks=week),
                    kind=kind,
                    hours=hours,
                    **(declared if is_declared else confirmed),
                )
            )

    def _exit(
        self, case: Beneficiary, referent: Professional, ended: date, luck: random.Random
    ) -> None:
        self.written.add(
            Exit(
                beneficiary=case,
                reason=luck.choices(
                    [
                        ExitReason.EMPLOYMENT,
                        ExitReason.TRAINING,
                        ExitReason.MOVE,
                        ExitReason.RETIREMENT,
                    ],
                    [6, 2, 2, 1],
                )[0],
                on=ended,
                author_name="Hélène Simonin",
            )
        )

    def _request(self, case: Beneficiary, referent: Professional, luck: random.Random) -> None:
        self.written.add(
            ReorientationRequest(
                beneficiary=case,
                kind=ReorientationRequest.Kind.REORIENTATION,
                state=ReorientationRequest.State.SENT,
                asked_by=referent,
                person_label=str(case),
                reason=words.ASKED,
                wanted_path=Path.PROFESSIONAL,
                person_opinion="D’accord, en a parlé elle-même.",
                sent_at=timezone.now() - timedelta(days=luck.randint(1, 20)),
                **by(referent),
            )
        )
