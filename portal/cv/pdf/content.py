"""A CV in blocks: what is said, in which order, in the document's language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from portal.cv.pdf.blocks import SEPARATOR, Block, Entry, Look, Part, Run, Tag, block
from portal.cv.pdf.labels import LABELS
from portal.cv.pdf.theme import Skills, Theme
from portal.cv.pdf.typography import phone, polished, printable, unbulleted
from portal.cv.resume import (
    Education,
    Experience,
    Project,
    Resume,
    Section,
    Volunteering,
)
from snippets.addresses import names_one_mailbox
from snippets.dates import PartialDate
from snippets.typed_text import normalised
from snippets.web_addresses import on_paper, web_address

_Activity = Experience | Volunteering | Education | Project


class Content:
    """The parts of one CV in one theme."""

    def __init__(self, resume: Resume, theme: Theme, today: date) -> None:
        self.resume, self.theme, self.today = resume, theme, today
        self.language = resume.document_language
        self.labels = LABELS[self.language]
        self.name = self._said(resume.identity.name) or self.labels.untitled

    def header(self, *, on_band: bool = False) -> Entry:
        """Name, job wanted, and the contacts unless the theme puts them in its sidebar."""
        theme, identity = self.theme, self.resume.identity

        def look(model: Look) -> Look:
            colours = theme.band_colours if on_band else {}
            return replace(model, colour=colours.get(model.colour, model.colour))

        blocks = [block(Tag.TITLE, look(theme.name), self.name)]
        if label := self._said(identity.label):
            blocks.append(block(Tag.TEXT, look(theme.label), label))
        if not theme.sidebar:
            blocks += self._contact(look(theme.contact))
        return blocks

    def parts(self) -> Iterator[tuple[Section | None, Part]]:
        """The sections that say something; None is the contacts of a sidebar."""
        if self.theme.sidebar and (contact := self._contact(self.theme.contact)):
            yield None, Part(self._heading(self.labels.contact), [contact])
        makers = {
            Section.SUMMARY: self._summary,
            Section.WORK: lambda: self._activities(self.resume.experiences),
            Section.VOLUNTEER: lambda: self._activities(self.resume.volunteering),
            Section.EDUCATION: lambda: self._activities(self.resume.education),
            Section.SKILLS: self._skills,
            Section.LANGUAGES: self._languages,
            Section.MOBILITY: self._mobility,
            Section.CERTIFICATES: self._certificates,
            Section.PROJECTS: lambda: self._activities(self.resume.projects),
            Section.AWARDS: self._awards,
            Section.PUBLICATIONS: self._publications,
            Section.INTERESTS: self._interests,
            Section.REFERENCES: self._references,
        }
        headings = self.labels.plain if self.theme.plain else self.labels.headings
        for section in self.resume.sections(self.theme.order):
            told = ([item for item in entry if item.words] for entry in makers[section]())
            entries = [entry for entry in told if entry]
            if entries:
                yield section, Part(self._heading(headings[section]), self._spaced(entries))

    def _heading(self, text: str) -> Block:
        return block(Tag.HEADING, self.theme.heading, text)

    def _spaced(self, entries: list[Entry]) -> list[Entry]:
        gap = self.theme.entry_gap
        for index, entry in enumerate(entries):
            first = entry[0]
            if first.tag is Tag.SUBHEADING and index:
                first.look = replace(first.look, before=max(first.look.before, gap))
            elif index == 0:
                first.look = replace(first.look, before=max(first.look.before, 0.35))
        return entries

    def _said(self, text: str) -> str:
        said = polished(" ".join(text.split(" ")).strip(), self.language)
        return said if normalised(said).strip() else ""  # nothing but what nobody sees

    def _paragraphs(self, text: str) -> Iterator[Block]:
        """A line that begins with a dash or a dot is an item, as people type them."""
        for line in text.splitlines():
            said = self._said(line.replace("\t", " "))
            bare = unbulleted(said)
            if bare and bare != said:
                yield block(Tag.ITEM, self.theme.item, bare)
            elif bare:
                yield block(Tag.TEXT, self.theme.text, said)

    def _items(self, texts: Iterable[str]) -> Iterator[Block]:
        for text in texts:
            said = self._said(unbulleted(" ".join(text.split())))
            if said:
                yield block(Tag.ITEM, self.theme.item, said)

    def _contact(self, look: Look) -> Entry:
        lines = list(self._contact_lines())
        if self.theme.stacked_contact:
            first = replace(look, before=look.before + 0.35)
            return [
                block(Tag.TEXT, look if index else first, *line) for index, line in enumerate(lines)
            ]
        runs: list[Run] = []
        for line in lines:
            runs += ([SEPARATOR] if runs else []) + line
        return [block(Tag.TEXT, look, *runs)] if runs else []

    def _contact_lines(self) -> Iterator[list[Run]]:
        identity = self.resume.identity
        shown, link = phone(printable(identity.phone))
        if shown:
            yield [Run(shown, link=link or "", glue=True)]
        if email := normalised(printable(identity.email)).strip():
            link = f"mailto:{email}" if names_one_mailbox(email) else ""
            yield [Run(email, link=link, glue=True)]
        if address := self._address():
            yield [Run(address)]
        if page := self._page(identity.url):
            yield page
        for profile in identity.profiles:
            network, username = self._said(profile.network), printable(profile.username).strip()
            is_page = "/" in username and web_address(username)
            if page := self._page(profile.url or (username if is_page else "")):
                yield page
            elif username:
                yield [Run(f"{network}{self.labels.colon}{username}" if network else username)]
        age = identity.age(self.today)
        if age is not None and 0 < age < 120:
            yield [Run(self.labels.age.format(age=age), glue=True)]
        if self.resume.show_rqth:
            yield [Run(self._said(self.labels.rqth))]

    def _address(self) -> str:
        location = self.resume.identity.location
        town = f"{location.postal_code} {location.city}".strip()
        lines = [*location.address.splitlines(), town]
        said = [told for line in lines if (told := self._said(line))]
        return ", ".join(told.replace(" ", "\u00a0") if len(told) < 30 else told for told in said)

    def _summary(self) -> list[Entry]:
        return [list(self._paragraphs(self.resume.identity.summary))]

    def _activities(self, items: Iterable[_Activity]) -> list[Entry]:
        return [self._activity(item) for item in items]

    def _activity(self, item: _Activity) -> Entry:
        titles, organisation, city = self._names(item)
        title, place = self._joined(titles), self._place(organisation, city, item.url)
        if not title and place:
            heading, place = place, []
        else:
            own = isinstance(item, Project) and not place
            heading = [Run(title, link=self._link(item.url) if own else "")] if title else []
        place = self._with_page(place, item.url)
        start = item.start
        if isinstance(item, Education) and not start:
            start = item.end  # the year of a diploma
        period = self.labels.period(start, item.end)
        if not heading and period:
            heading, period = [Run(period)], ""
        return self._entry(heading, place, period, self._body(item))

    def _names(self, item: _Activity) -> tuple[list[str], str, str]:
        """What the person did, for whom, and where."""
        if isinstance(item, Education):
            return [item.study_type, item.area], item.institution, item.location
        if isinstance(item, Experience):
            return [item.position], item.name, item.location
        if isinstance(item, Project):
            return [item.name, *item.roles], item.entity, ""
        return [item.position], item.organization, ""

    def _place(self, organisation: str, city: str, url: str) -> list[Run]:
        """An organisation, its page behind its name, and its town."""
        name, where = self._joined([organisation]), self._joined([city])
        runs = [Run(name, link=self._link(url))] if name else []
        if where:
            runs.append(Run(f", {where}" if name else where))
        return runs

    def _with_page(self, runs: list[Run], url: str) -> list[Run]:
        """On paper, nobody can click on a name."""
        page = self._page(url)
        return [*runs, *([SEPARATOR] if runs and page else []), *page]

    def _page(self, url: str) -> list[Run]:
        said = on_paper(printable(url))
        return [Run(said, link=self._link(url))] if said else []

    def _link(self, url: str) -> str:
        return web_address(printable(url))

    def _entry(
        self, heading: list[Run], under: list[Run], period: str, body: Iterable[Block]
    ) -> Entry:
        """A title, then a line with a place and dates, then what is told."""
        if not heading:
            heading, under = under, []
        if not heading:
            return list(body)
        theme = self.theme
        blocks = [block(Tag.SUBHEADING, theme.title, *heading)]
        if period:
            # Not at the right of the title: software that reads CVs would lose it.
            dates = Run(period, colour=theme.dates, glue=True)
            under = [*under, *([SEPARATOR] if under else []), dates]
        if under:
            blocks.append(block(Tag.TEXT, theme.subtitle, *under))
        return [*blocks, *body]

    def _body(self, item: _Activity) -> Iterator[Block]:
        if isinstance(item, Education):
            if score := self._said(item.score):
                result = f"{self.labels.result}{self.labels.colon}{score}"
                yield block(Tag.TEXT, self.theme.text, result)
            yield from self._items(item.courses)
            return
        if isinstance(item, Experience | Project):
            yield from self._paragraphs(item.description)
        if not isinstance(item, Project):
            yield from self._paragraphs(item.summary)
        yield from self._items(item.highlights)
        if isinstance(item, Project) and (words := self._joined(item.keywords)):
            yield block(Tag.TEXT, self.theme.text, words)

    def _awards(self) -> list[Entry]:
        return [
            self._work(award.title, "", award.awarder, award.date, award.summary)
            for award in self.resume.awards
        ]

    def _publications(self) -> list[Entry]:
        return [
            self._work(one.name, one.url, one.publisher, one.date, one.summary)
            for one in self.resume.publications
        ]

    def _work(
        self, name: str, url: str, giver: str, when: PartialDate | None, summary: str
    ) -> Entry:
        title, by = self._joined([name]), self._joined([giver])
        if not title:
            title, by = by, ""
        return self._entry(
            [Run(title, link=self._link(url))] if title else [],
            self._with_page([Run(by)] if by else [], url),
            self.labels.date(when) if when else "",
            self._paragraphs(summary),
        )

    def _references(self) -> list[Entry]:
        return [
            self._entry(
                [Run(name)] if (name := self._joined([one.name])) else [],
                [],
                "",
                self._paragraphs(one.reference),
            )
            for one in self.resume.references
        ]

    def _joined(self, texts: Iterable[str]) -> str:
        return ", ".join(said for text in texts if (said := self._said(" ".join(text.split()))))

    def _skills(self) -> list[Entry]:
        told = [
            (
                self._joined([skill.name]),
                self._said(skill.level),
                [said for word in skill.keywords if (said := self._joined([word]))],
            )
            for skill in self.resume.skills
        ]
        if self.theme.skills is Skills.FAMILIES:
            return self._skill_families(told)
        alone = [self._levelled(name, level) for name, level, words in told if name and not words]
        families = [
            block(Tag.ITEM, self.theme.item, *self._family(name, level, words))
            for name, level, words in told
            if words
        ]
        if self.theme.skills is Skills.LIST:
            singles = [block(Tag.ITEM, self.theme.item, text) for text in alone]
            return [[item] for item in [*families, *singles]]
        line = [block(Tag.TEXT, self.theme.text, *self._inline(alone))] if alone else []
        return [[item] for item in [*families, *line]]

    def _skill_families(self, told: list[tuple[str, str, list[str]]]) -> list[Entry]:
        entries: list[Entry] = [
            [
                *(
                    [block(Tag.SUBHEADING, self.theme.title, self._levelled(name, level))]
                    if name
                    else []
                ),
                *(block(Tag.ITEM, self.theme.item, word) for word in words),
            ]
            for name, level, words in told
            if words
        ]
        alone = [self._levelled(name, level) for name, level, words in told if name and not words]
        return entries + [[block(Tag.ITEM, self.theme.item, text)] for text in alone]

    def _family(self, name: str, level: str, words: list[str]) -> list[Run]:
        start = f"{self._levelled(name, level)}{self.labels.colon}" if name else ""
        return [Run(start, bold=True), Run(", ".join(words))]

    def _levelled(self, name: str, level: str) -> str:
        return f"{name} ({level})" if level and name else name or level

    def _inline(self, texts: list[str]) -> list[Run]:
        runs: list[Run] = []
        for text in texts:
            runs += ([SEPARATOR] if runs else []) + [Run(text)]
        return runs

    def _languages(self) -> list[Entry]:
        entries: list[Entry] = []
        for language in self.resume.languages:
            name = self._joined([language.language])
            if language.mother_tongue:
                level = self.labels.mother_tongue
            elif language.level:
                level = self.labels.levels[language.level]
            else:
                level = self._said(language.fluency)
            if not name:
                continue
            runs = [Run(f"{name}{self.labels.colon}", bold=True), Run(level)]
            runs = runs if level else [Run(name, bold=True)]
            entries.append([block(Tag.ITEM, self.theme.item, *runs)])
        return entries

    def _mobility(self) -> list[Entry]:
        mobility = self.resume.mobility
        licences = [said for licence in mobility.licences if (said := self._joined([licence]))]
        texts = [self.labels.licence.format(licences=", ".join(licences))] if licences else []
        if mobility.vehicle and texts:
            texts[0] += f", {self.labels.vehicle}"
        elif mobility.vehicle:
            texts.append(self.labels.vehicle[0].upper() + self.labels.vehicle[1:])
        return [[item] for item in self._items([*texts, mobility.area])]

    def _certificates(self) -> list[Entry]:
        entries: list[Entry] = []
        for certificate in self.resume.certificates:
            name = self._joined([certificate.name])
            details = [self._joined([certificate.issuer])]
            if certificate.date:
                details.append(self.labels.date(certificate.date))
            if certificate.expires:
                until = self.labels.date(certificate.expires)
                details.append(f"{self.labels.valid_until}\u00a0{until}")
            rest = ", ".join(detail for detail in details if detail)
            if name:
                named = Run(name, bold=True, link=self._link(certificate.url))
                runs = self._with_page([named, Run(f", {rest}" if rest else "")], certificate.url)
                entries.append([block(Tag.ITEM, self.theme.item, *runs)])
        return entries

    def _interests(self) -> list[Entry]:
        texts = []
        for interest in self.resume.interests:
            name, words = self._joined([interest.name]), self._joined(interest.keywords)
            told = f"{name} ({words})" if name and words else name or words
            if told:
                texts.append(told)
        if self.theme.skills is Skills.LIST:
            return [[item] for item in self._items(texts)]
        return [[block(Tag.TEXT, self.theme.text, *self._inline(texts))]] if texts else []
