"""In which language a chart speaks, whether a page or a command asks for it."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from tracker.analysis.calendar import Period, days_of
from tracker.dates import Days, babel_locale, format_days, spanning
from tracker.vocabulary import ClaimKind, Stance, Word, label
from tracker.web.catalogue import PSEUDO, Catalogue, pseudo
from tracker.wording import stance_label


@dataclass(frozen=True)
class Tongue:
    """The messages of one language, and how it writes numbers and dates."""

    catalogue: Catalogue

    @property
    def language(self) -> str:
        return self.catalogue.language

    @property
    def cldr(self) -> str:
        """The language in which dates and numbers are written; Greek stands for the pseudo one."""
        return "el" if self.language == PSEUDO else self.language

    def gettext(self, message: str, **params: object) -> str:
        """Say a message."""
        told = self.catalogue.gettext(message)
        return told % params if params else told

    def ngettext(self, singular: str, plural: str, n: int, **params: object) -> str:
        """Say a message that counts something; %(num)s is the number."""
        told = self.catalogue.ngettext(singular, plural, n)
        return told % {"num": self.number(n), **params}

    def number(self, value: float) -> str:
        """Write a number with the separators of the language."""
        return str(format_decimal(value, locale=babel_locale(self.cldr)))

    def percent(self, share: float) -> str:
        """Write a share from 0 to 1 in percent."""
        return str(format_percent(share, locale=babel_locale(self.cldr)))

    def word(self, member: Word) -> str:
        """Name a code of the vocabulary."""
        return self._shown(label(member, self.language))

    def stance(self, code: Stance, kind: ClaimKind | None) -> str:
        """Say a stance as one says it of this kind of claim; without one, in general."""
        if kind is None:
            return self.word(code)
        return self._shown(stance_label(code, kind, self.language))

    def days(self, first: date, last: date) -> str:
        """Write a day, a month, a year, or the days between which."""
        return format_days(spanning(first, last), self.cldr, "medium")

    def period(self, period: Period, name: str) -> str:
        """Write a period of a timeline; a week is called as ISO 8601 calls it."""
        if period is Period.WEEK:
            return name
        day = days_of(period, name)[0]
        if period is Period.QUARTER:
            locale = babel_locale(self.cldr)
            return str(format_skeleton("yQQQ", day, locale=locale, fuzzy=True))
        return format_days(Days(name, day, day), self.cldr, "medium")

    def _shown(self, words: str) -> str:
        return pseudo(words) if self.language == PSEUDO else words
