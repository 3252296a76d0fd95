"""Pairs of the demo, made through the services, then aged: one in each state that people meet."""

from datetime import date, time, timedelta

from django.db.models import F
from django.utils import timezone

from demo.candidates import LINKED
from demo.sponsorship import COORDINATOR, make_account, make_request, make_welcomed
from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.cv.models import Cv
from portal.sponsorship.advisers.services import set_told
from portal.sponsorship.certificates.services.issuing import ask, issue
from portal.sponsorship.models import Sponsor, Sponsorship, SponsorshipRequest
from portal.sponsorship.pairing.services.answering import Shown, accept, decline
from portal.sponsorship.pairing.services.coordinating import waive_first_meeting
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.following import Review
from portal.sponsorship.pairs.services.alerts import raise_alert
from portal.sponsorship.pairs.services.contact import say_spoken
from portal.sponsorship.pairs.services.coordinating import complete_pair, enter_work
from portal.sponsorship.pairs.services.leaving import leave_pair
from portal.sponsorship.pairs.services.meetings import (
    Said,
    miss_meeting,
    note_meeting,
    plan_meeting,
)
from portal.sponsorship.pairs.services.objectives import add_objective, change_objective
from portal.sponsorship.pairs.services.reminding import nudge_silent
from portal.sponsorship.pairs.services.reviews import Answers, answer_review
from portal.sponsorship.pairs.states import End, ObjectiveState, Side

# Whose side of a pair is worth a visit: their address, and where they are.
SHOWN = (
    ("patricia.humbert@courriel.example", "Marraine de trois personnes"),
    ("claire.jacquot@courriel.example", "Marraine, attend son attestation"),
    ("lea.fournier@courriel.example", "Accompagnée, vient de trouver un travail"),
    ("yanis.morel@courriel.example", "Accompagné, a donné l’alerte"),
)
_WORD = "J’ai dirigé des équipes pendant vingt ans. Parlons de vos envies."
_STABLE = "Un emploi stable près de chez moi."
_HALF_WAY, _FINAL = Review.Kind.HALF_WAY, Review.Kind.FINAL
# How long both waited between the request and their yes, in days.
_WAITED = 24


def load_pairs() -> int:
    """Make them once; return how many. Sponsors and requests come before."""
    if Sponsorship.objects.exists():
        return 0
    chief = Actor(User.objects.get(email=COORDINATOR))
    hotel = make_welcomed(
        "Patricia", "Humbert", "Directrice d’hôtel", ["G", "D"], chief, capacity=3, days=400
    )
    plumber = make_welcomed(
        "Bernard", "Lacroix", "Artisan plombier", ["F", "I"], chief, capacity=3, days=300
    )
    recruiter = make_welcomed(
        "Claire", "Jacquot", "Responsable des ressources humaines", ["M", "N"], chief,
        capacity=3, days=330,
    )  # fmt: skip
    _of_the_list(hotel, plumber, chief)
    _over(hotel, plumber, chief)
    _paused(plumber, chief)
    _silent(recruiter, chief)
    _in_work(recruiter, chief)
    _told_to_the_adviser(hotel, chief)
    issue(sponsor=plumber, actor=chief)
    ask(sponsor=recruiter, actor=Actor(recruiter.user))
    return Sponsorship.objects.count()


def _of_the_list(hotel: Sponsor, plumber: Sponsor, chief: Actor) -> None:
    """Of who waits: one in its first months, one just proposed, one that waits for its meeting."""
    for place, request in enumerate(SponsorshipRequest.objects.pairable()[:4]):
        sponsor = plumber if place == 2 else hotel
        pair = propose(request=request, sponsor=sponsor, actor=chief)
        if place == 0:
            _first_months(_begun(pair, chief, days=32))
        elif place == 2:
            _say_yes(pair)
        elif place == 3:
            reason = "Je pars un mois à l’étranger."
            decline(pair=pair, side=Side.SPONSOR, reason=reason, actor=Actor(sponsor.user))


def _first_months(pair: Sponsorship) -> None:
    """Two meetings, an objective that is reached, one that is not, the next meeting."""
    _meet(pair, 25, "phone", ["project"], "Un premier échange très agréable.", Side.SPONSOR)
    _meet(pair, 6, "in_person", ["cv", "interview"], "Mon CV est refait.")
    actor = Actor(pair.user_of(Side.PERSON))
    for text in ("Refaire mon CV", "Appeler trois hôtels"):
        made = add_objective(pair=pair, side=Side.PERSON, text=text, actor=actor)
        if text == "Refaire mon CV":
            change_objective(
                pair=pair,
                side=Side.PERSON,
                objective=made.pk,
                to=ObjectiveState.REACHED,
                actor=actor,
            )
    plan_meeting(
        pair=pair,
        side=Side.SPONSOR,
        day=_ago(-8),
        hour=time(17, 30),
        mode="in_person",
        actor=Actor(pair.sponsor.user),
    )


def _over(hotel: Sponsor, plumber: Sponsor, chief: Actor) -> None:
    """One led to a job, one to a training, one was broken by the sponsor."""
    job = _new("Sofia", "Perrin", hotel, chief, days=200)
    _met_each_month(job, 200, 20)
    _review(job, _HALF_WAY, "Deux entretiens, un stage.")
    _review(job, _FINAL, "J’ai signé un contrat.")
    _complete(job, End.JOB, chief, ended=14)
    training = _new("Amandine", "Gros", plumber, chief, days=150)
    _met_each_month(training, 150, 60)
    _complete(training, End.TRAINING, chief, ended=48)
    broken = _new("Hugo", "Lambert", plumber, chief, days=80)
    _meet(broken, 74, "phone", ["project"], "")
    leave_pair(
        pair=broken,
        side=Side.SPONSOR,
        word="Mon travail me prend tout mon temps. Je vous souhaite le meilleur.",
        reason="Trop de déplacements.",
        actor=Actor(plumber.user),
    )
    _ended(broken, 41)


def _paused(plumber: Sponsor, chief: Actor) -> None:
    """The person gave the alert; one meeting was missed."""
    pair = _new("Yanis", "Morel", plumber, chief, days=45)
    _meet(pair, 38, "in_person", ["search"], "")
    person = Actor(pair.user_of(Side.PERSON))
    plan_meeting(
        pair=pair, side=Side.PERSON, day=_ago(-1), hour=time(18), mode="in_person", actor=person
    )
    # Its day has passed.
    pair.meetings.filter(day=_ago(-1)).update(day=_ago(3))
    miss_meeting(pair=pair, side=Side.PERSON, actor=person)
    reason = "Nos rendez-vous sont annulés au dernier moment."
    raise_alert(pair=pair, side=Side.PERSON, reason=reason, actor=person)


def _silent(recruiter: Sponsor, chief: Actor) -> None:
    """Nothing for more than three weeks: both were reminded."""
    pair = _new("Karim", "Haddad", recruiter, chief, days=62)
    _meet(pair, 55, "video", ["project", "search"], "")
    _meet(pair, 34, "phone", ["interview"], "")
    nudge_silent()


def _in_work(recruiter: Sponsor, chief: Actor) -> None:
    """The second phase: the half-way review of the first one is answered by both."""
    pair = _new("Léa", "Fournier", recruiter, chief, days=130)
    _met_each_month(pair, 130, 10)
    _review(pair, _HALF_WAY, "Je sais présenter mon parcours.")
    person = Actor(pair.user_of(Side.PERSON))
    enter_work(pair=pair, day=_ago(30), actor=person)


def _told_to_the_adviser(hotel: Sponsor, chief: Actor) -> None:
    """Somebody who is followed too, and lets their adviser know."""
    user = User.objects.filter(email=LINKED).first()
    if user is None:
        return
    request = make_request(user, _STABLE, ["K"], days=75)
    pair = propose(request=request, sponsor=hotel, actor=chief)
    pair = _begun(pair, chief, days=50)
    for days in (44, 27, 12):
        _meet(pair, days, "in_person", ["search"], "")
    set_told(participant=pair.participant, is_told=True)


def _new(
    first_name: str, last_name: str, sponsor: Sponsor, chief: Actor, *, days: int
) -> Sponsorship:
    """A pair that began `days` ago, of somebody new."""
    user = make_account(first_name, last_name)
    request = make_request(user, _STABLE, [*sponsor.domains[:1]], days=days + _WAITED)
    return _begun(propose(request=request, sponsor=sponsor, actor=chief), chief, days=days)


def _begun(pair: Sponsorship, chief: Actor, *, days: int) -> Sponsorship:
    """Both said yes, the coordination leaves them to meet, and they talked: `days` ago."""
    pair = _say_yes(pair)
    pair = waive_first_meeting(pair=pair, reason="Se sont vus au forum.", actor=chief)
    say_spoken(pair=pair, side=Side.SPONSOR, actor=Actor(pair.sponsor.user))
    ago = timedelta(days=days)
    names = (
        "proposed_at",
        "answer_by",
        "person_accepted_at",
        "sponsor_accepted_at",
        "accepted_at",
        "contact_by",
        "contacted_at",
        "started_on",
        "changed_at",
    )
    Sponsorship.objects.filter(pk=pair.pk).update(**{name: F(name) - ago for name in names})
    pair.steps.update(at=F("at") - ago)
    pair.sharings.update(given_at=F("given_at") - ago)
    pair.reviews.update(due_on=F("due_on") - ago)
    rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
    return rows.get(pk=pair.pk)


def _say_yes(pair: Sponsorship) -> Sponsorship:
    """Each chooses what they show: a person their CV, when they have one."""
    cv = Cv.objects.owned_by(pair.user_of(Side.PERSON)).order_by("pk").first()
    for side, shown in (
        (Side.PERSON, Shown(profile=True, goal=True, cv=cv, email=True)),
        (Side.SPONSOR, Shown(profile=True, email=True, phone=pair.sponsor.phone, word=_WORD)),
    ):
        pair = accept(pair=pair, side=side, shown=shown, actor=Actor(pair.user_of(side)))
    return pair


def _meet(
    pair: Sponsorship,
    days: int,
    mode: str,
    topics: list[str],
    word: str,
    side: Side = Side.PERSON,
) -> None:
    said = Said(_ago(days), mode, 45, topics, word)
    note_meeting(pair=pair, side=side, said=said, actor=Actor(pair.user_of(side)))


def _met_each_month(pair: Sponsorship, first: int, last: int) -> None:
    """From `first` days ago to `last`, every four weeks."""
    for number, days in enumerate(range(first - 7, last, -28)):
        mode = ("in_person", "phone", "video")[number % 3]
        _meet(pair, days, mode, ["search"] if number % 2 else ["cv", "network"], "")


def _review(pair: Sponsorship, kind: str, progress: str) -> None:
    """Both answered."""
    review = pair.reviews.get(kind=kind, phase=pair.phase)
    for side, words in ((Side.PERSON, progress), (Side.SPONSOR, "Nous avançons bien.")):
        answers = Answers(pace="right", use="much", progress=words)
        actor = Actor(pair.user_of(side))
        answer_review(pair=pair, side=side, review=review.pk, answers=answers, actor=actor)
    review.answers.update(answered_at=timezone.now() - (timezone.localdate() - review.due_on))


def _complete(pair: Sponsorship, outcome: End, chief: Actor, *, ended: int) -> None:
    """Closed so many days ago."""
    complete_pair(pair=pair, outcome=outcome, actor=chief)
    _ended(pair, ended)


def _ended(pair: Sponsorship, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    Sponsorship.objects.filter(pk=pair.pk).update(ended_at=at, changed_at=at)
    pair.steps.filter(state__in=("completed", "broken")).update(at=at)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
