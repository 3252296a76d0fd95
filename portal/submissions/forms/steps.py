"""The form of an opportunity in steps: what is asked when, one short screen after another.

Every field is in the page whatever the step: those of the other steps are hidden, and are sent
along. So a step needs no script, nothing that was typed is lost, and the whole form is the same
form with every step shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a step, with its title."""

    title: str
    names: tuple[str, ...]
    help: str = ""


class Step:
    """A screen of the form: its title and its sections."""

    def __init__(self, title: str, *sections: Section) -> None:
        self.title = title
        self.sections = sections

    @property
    def names(self) -> list[str]:
        """The fields of all its sections, in order."""
        return [name for section in self.sections for name in section.names]


def names_in(steps: Sequence[Step], *, but: Sequence[str] = ()) -> tuple[str, ...]:
    """The fields of all steps, without those that the model does not have."""
    return tuple(name for step in steps for name in step.names if name not in but)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as a page draws it."""

    number: int
    title: str
    parts: list[tuple[Section, list[forms.BoundField]]]
    is_shown: bool
    is_current: bool

    @property
    def names(self) -> list[str]:
        """The fields that this form has of it."""
        return [field.name for _, fields in self.parts for field in fields]


class SteppedForm(Protocol):
    """What a form has to be shown in steps; `step` is the one that is shown, None for all."""

    steps: Sequence[Step]
    step: int | None
    fields: dict[str, forms.Field]

    @property
    def errors(self) -> Any:
        """What is wrong, by field."""

    def __getitem__(self, name: str) -> forms.BoundField: ...


def shown_steps(form: SteppedForm) -> list[ShownStep]:
    """The steps of a form with their bound fields."""
    return [
        ShownStep(
            number=number,
            title=step.title,
            parts=[
                (section, [form[name] for name in section.names if name in form.fields])
                for section in step.sections
            ],
            is_shown=form.step in (None, number),
            is_current=form.step == number,
        )
        for number, step in enumerate(form.steps, start=1)
    ]


def step_of(form: SteppedForm, names: Sequence[str]) -> int | None:
    """The number of the one step that has all these fields, None when it takes several."""
    numbers = {
        number
        for number, step in enumerate(form.steps, start=1)
        for name in names
        if name in step.names
    }
    return numbers.pop() if len(numbers) == 1 else None


def first_lacking(form: SteppedForm) -> int | None:
    """The number of the first step with an error; None without any, or for one of the whole."""
    steps = enumerate(form.steps, start=1)
    return next((number for number, step in steps if form.errors.keys() & set(step.names)), None)
