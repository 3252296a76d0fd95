"""Writing a CV: the seven questions of the first time, then the free editor.

One form, one address and one answer, with JavaScript or without: what changes is that JavaScript
sends it by itself, and asks for JSON.
"""

import json
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from portal.cv import services
from portal.cv.editor import changes
from portal.cv.editor.fields import STEPS, TARGET, Part
from portal.cv.editor.imported import EVERY, IMPORTED_SLUGS
from portal.cv.editor.merging import Typed
from portal.cv.editor.screen import Answers, Screen, screen_of
from portal.cv.editor.sent import Removed, read_typed, with_line
from portal.cv.editor.values import name_of, split
from portal.cv.editor.who_wrote import changes_of
from portal.cv.errors import CannotWriteError, CvError
from portal.cv.identifiers import id_of
from portal.cv.suggestions import Suggestions, suggestions_for, trade_names
from portal.cv.views.base import CvView
from portal.cv.views.helper_ended import may_be_told, stopped_page
from snippets.merging.screen import ConflictMixin

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


class FormView(ConflictMixin, CvView):
    """A form about some parts of the CV."""

    saves_the_rest = True

    parts: tuple[Part, ...]
    focus = ""
    removed: Removed | None = None
    said = ""

    def get(self, request: HttpRequest, **names: Any) -> HttpResponse:
        self.resolve(**names)
        return self.page(self.drawn(with_notes=self.has_notes))

    def post(self, request: HttpRequest, **names: Any) -> HttpResponse:
        """Save what was typed, then do what the button says."""
        self.resolve(**names)
        typed = read_typed(request.POST, self.parts)
        if inserted := request.POST.get("insert"):
            name, _, line = inserted.partition("|")
            with_line(typed, name, line, self.parts)
            self.focus = name
        live = self.is_live
        try:
            saved = services.save_texts(
                cv=self.cv, user=self.person, parts=self.parts, typed=typed, tidy=not live
            )
        except CvError as error:
            return self.refused(error, typed, live=live)
        self.cv = saved.cv
        changes = changes_of(self.cv, self.parts, saved.conflicts, reader=self.person)
        answers = Answers(typed.texts, typed.base, saved.conflicts, changes, saved.errors)
        if live:
            return self.live(answers)
        if saved.conflicts or saved.errors:
            # A page with conflicts has the status of conflicts.
            return self.page(self.drawn(answers), UNPROCESSABLE)
        for name in ("preview", "pdf"):
            if name in request.POST:
                return redirect(f"cv:{name}", self.cv.pk)
        try:
            return self.act() or self.after()
        except CannotWriteError as error:
            return self.refused(error, typed, live=live)

    @property
    def is_live(self) -> bool:
        """Whether JavaScript asks."""
        return "application/json" in self.request.headers.get("Accept", "")

    def out_of_reach(self, pk: int, **names: Any) -> HttpResponseBase:
        """Give what they typed back to somebody who has just stopped helping. Raises Http404."""
        if self.request.method != "POST" or not may_be_told(self.person, pk):
            return super().out_of_reach(pk, **names)
        self.resolve(**names)
        typed = read_typed(self.request.POST, self.parts)
        return stopped_page(self.request, self.parts, typed, live=self.is_live)

    # What each screen says of itself

    has_notes = True

    def resolve(self, **names: Any) -> None:
        """Find what the address names. Raises Http404."""

    def after(self) -> HttpResponse:
        """Where one goes once all is saved."""
        raise NotImplementedError

    def page(self, screen: Screen, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """The screen."""
        raise NotImplementedError

    # What they share

    def drawn(self, answers: Answers | None = None, *, with_notes: bool = True) -> Screen:
        """The questions; a list that is empty opens with a blank entry."""
        asked = self.request.POST.get("add", "")
        blanks = {
            part.slug: part.blanks
            if part.slug == asked or part.has_skills or not self.cv.document.get(part.list_key)
            else 0
            for part in self.parts
            if part.list_key
        }
        return screen_of(
            self.cv,
            self.parts,
            timezone.localdate(),
            answers=answers,
            with_notes=with_notes,
            blanks=blanks,
        )

    def context(self, screen: Screen) -> dict[str, Any]:
        """What every template of the editor needs."""
        wanted = any(part.part.has_skills or part.part.list_key == "work" for part in screen.parts)
        # Their profile is for nobody else: who helps is shown nothing of it.
        reader = self.person if self.is_owner else None
        asks_trade = any(part.part.slug == TARGET.slug for part in screen.parts)
        return {
            "cv": self.cv,
            "is_owner": self.is_owner,
            # Said once: each reading of the document checks the whole of it.
            "language": self.cv.language,
            "screen": screen,
            "base": json.dumps(screen.base, ensure_ascii=False),
            "suggestions": suggestions_for(self.cv.document, reader=reader)
            if wanted
            else Suggestions(),
            "trades": trade_names(reader) if asks_trade and reader else [],
            "focus": self.focus,
            "removed": self.removed,
            "said": self.said,
        }

    def act(self) -> HttpResponse | None:
        """Do what a button on an entry says, then show the same screen; None for the others."""
        data = self.request.POST
        if slug := data.get("add"):
            screen = self.drawn(with_notes=self.has_notes)
            part = next((part for part in screen.parts if part.part.slug == slug), None)
            blank = (
                next((entry for entry in part.entries if entry.is_blank), None) if part else None
            )
            self.focus = blank.fields[0].name if blank else ""
            return self.page(screen)
        if data.get("insert"):
            return self.page(self.drawn(with_notes=self.has_notes))
        for name in ("remove", "up", "down", "undo"):
            if name in data:
                try:
                    getattr(self, f"_{name}")(data[name])
                except CannotWriteError:
                    raise
                except CvError as error:
                    messages.error(self.request, str(error))
                return self.page(self.drawn(with_notes=self.has_notes))
        return None

    def _remove(self, value: str) -> None:
        head, entry, _ = split(value)
        taken: list[Any] = []
        self.cv = services.change_cv(
            cv=self.cv,
            user=self.person,
            change=lambda document: taken.append(changes.remove(document, head, entry)),
        )
        if taken and taken[0]:
            self.removed = Removed(self.cv.pk, head, *taken[0])
            self.focus = "undo"

    def _undo(self, value: str) -> None:
        removed = Removed.read(value, self.cv.pk)
        if removed is None:
            return
        self.cv = services.change_cv(
            cv=self.cv,
            user=self.person,
            change=lambda document: changes.put_back(
                document, removed.key, removed.entry, removed.index
            ),
        )
        part = next((part for part in self.parts if part.list_key == removed.key), None)
        if part:
            self.focus = name_of(part, part.fields[0], id_of(removed.entry))
        self.said = "C’est remis à sa place."

    def _up(self, value: str) -> None:
        self._move(value, -1, "up")

    def _down(self, value: str) -> None:
        self._move(value, 1, "down")

    def _move(self, value: str, by: int, button: str) -> None:
        head, entry, _ = split(value)
        self.cv = services.change_cv(
            cv=self.cv,
            user=self.person,
            change=lambda document: changes.move(document, head, entry, by),
        )
        self.focus = f"{button}|{value}"
        self.said = (
            "Déplacé d’un rang vers le haut." if by < 0 else "Déplacé d’un rang vers le bas."
        )

    def live(self, answers: Answers) -> JsonResponse:
        """For JavaScript: what is kept, what others wrote meanwhile, and notes by field."""
        screen = self.drawn(answers)
        notes = {
            field.id: [{"text": note.text, "error": note.is_error} for note in field.notes]
            for field in screen.fields
            if field.value or field.name in answers.errors
        }
        theirs = {
            field.name: field.value
            for field in screen.fields
            if field.name in answers.texts
            and field.conflict is None
            and field.name not in answers.errors
            and field.value != answers.texts[field.name]
            and answers.texts[field.name] == answers.base.get(field.name)
        }
        return JsonResponse(
            {
                "version": self.cv.version,
                "base": {name: text for name, text in screen.base.items() if name in answers.texts},
                "notes": notes,
                "theirs": theirs,
                "conflicts": list(screen.conflicts),
            }
        )

    def refused(self, error: CvError, typed: Typed, *, live: bool) -> HttpResponse:
        """Nothing was saved: say why, with all that was typed."""
        if isinstance(error, CannotWriteError):
            return stopped_page(self.request, self.parts, typed, live=live)
        if live:
            return JsonResponse({"message": str(error)}, status=UNPROCESSABLE)
        messages.error(self.request, str(error))
        everything = dict.fromkeys(typed.texts, str(error))
        answers = Answers(typed.texts, typed.base, errors=everything)
        return self.page(self.drawn(answers, with_notes=False), UNPROCESSABLE)


class StepView(FormView):
    """`…/etape/3/`: one of the seven screens of the first time."""

    number: int
    has_notes = False

    def resolve(self, **names: Any) -> None:
        """The questions of this number. Raises Http404."""
        self.number = names["number"]
        if not 1 <= self.number <= len(STEPS):
            raise Http404
        self.parts = STEPS[self.number - 1][1]

    def after(self) -> HttpResponse:
        """The next screen, unless something here should be corrected first."""
        data = self.request.POST
        if "back" in data:
            return redirect("cv:step", self.cv.pk, max(self.number - 1, 1))
        screen = self.drawn()
        if screen.errors and "anyway" not in data:
            return self.page(screen, UNPROCESSABLE)
        if self.number < len(STEPS):
            following = self.number + 1
            if self.cv.step is not None and self.cv.step < following:
                services.set_step(cv=self.cv, user=self.person, step=following)
            return redirect("cv:step", self.cv.pk, following)
        services.set_step(cv=self.cv, user=self.person, step=None)
        return redirect("cv:preview", self.cv.pk)

    def page(self, screen: Screen, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """One screen of questions."""
        context = self.context(screen) | {
            "number": self.number,
            "total": len(STEPS),
            "title": STEPS[self.number - 1][0],
        }
        return self.rendered("cv/step.html", context, conflicts=screen.conflicts, status=status)


_SECTION_ACTIONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "up": ("Déplacé d’un rang vers le haut.", partial(changes.move_section, by=-1)),
    "down": ("Déplacé d’un rang vers le bas.", partial(changes.move_section, by=1)),
    "hide": ("Caché\u00a0: ce n’est plus imprimé.", partial(changes.show_section, hide=True)),
    "show": ("Montré de nouveau.", partial(changes.show_section, hide=False)),
}


class EditView(FormView):
    """`/mon-espace/cv/<n>/`: the whole CV on one page, each part folded."""

    parts = EVERY

    def after(self) -> HttpResponse:
        """Say so, on the same page."""
        messages.success(self.request, "C’est enregistré.")
        return redirect("cv:edit", self.cv.pk)

    def act(self) -> HttpResponse | None:
        """Move or hide a section; or what is done to an entry."""
        for name, (said, change) in _SECTION_ACTIONS.items():
            head, _, section = self.request.POST.get(name, "").partition("|")
            if head != "section":
                continue
            try:
                self.cv = services.change_cv(
                    cv=self.cv, user=self.person, change=partial(change, section=section)
                )
            except CannotWriteError:
                raise
            except CvError as error:
                messages.error(self.request, str(error))
            else:
                self.focus, self.said = f"{name}|section|{section}", said
            return self.page(self.drawn())
        return super().act()

    def live(self, answers: Answers) -> JsonResponse:
        """The answer to JavaScript; a section that was dragged takes its place first."""
        if order := self.request.POST.get("order"):
            arrange = partial(changes.arrange_sections, wanted=order.split(","))
            try:
                self.cv = services.change_cv(cv=self.cv, user=self.person, change=arrange)
            except CvError as error:
                return JsonResponse({"message": str(error)}, status=UNPROCESSABLE)
        return super().live(answers)

    def page(self, screen: Screen, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """The parts in the order of the printed CV; those that something is said of are open."""
        order = changes.section_order(self.cv.document)
        opened = self._opened(screen)
        parts = [
            shown
            for shown in screen.parts
            if shown.filled or shown.part.slug not in IMPORTED_SLUGS - opened
        ]
        placed = sorted(
            (shown for shown in parts if shown.part.section),
            key=lambda shown: order.index(str(shown.part.section)),
        )
        context = self.context(screen) | {
            "fixed": [shown for shown in parts if not shown.part.section],
            "placed": placed,
            "hidden": changes.hidden_sections(self.cv.document),
            "opened": opened,
        }
        return self.rendered("cv/edit.html", context, conflicts=screen.conflicts, status=status)

    def _opened(self, screen: Screen) -> set[str]:
        where, _, last = self.focus.rpartition("|")
        head, _, _ = split(last)
        # The button that is focused again stands in a fold: closed, it would take no focus.
        moved = last if where.endswith("|section") else ""
        data = self.request.POST
        acted = {split(data[name])[0] for name in ("remove", "up", "down") if name in data}
        if self.removed:
            acted.add(self.removed.key)
        told = {
            shown.part.slug
            for shown in screen.parts
            if (shown.part.list_key in acted | {head} and shown.part.list_key)
            or (moved and str(shown.part.section) == moved)
            or any(field.conflict for field in shown.all_fields)
            or any(field.errors for field in shown.all_fields)
        }
        return told | {data.get("add", ""), self.request.GET.get("ouvrir", "")}
