"""At which level somebody speaks: as themselves, for a body, for a state."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Claim, Speaker
from tracker.vocabulary import ClaimKind, SpeakerKind, Stance


class Speakers:
    """Looks up kinds, parents and merges, each speaker once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[SpeakerKind, int | None, int | None]] = {}

    def load(self, ids: set[int]) -> None:
        """Read many speakers at once; the others are read when they are asked for."""
        wanted = sorted(ids - self._known.keys())
        columns = select(Speaker.id, Speaker.kind, Speaker.parent_id, Speaker.merged_into_id)
        for start in range(0, len(wanted), 500):
            found = columns.where(Speaker.id.in_(wanted[start : start + 500]))
            for speaker, kind, parent, into in self._session.execute(found):
                self._known[speaker] = (kind, parent, into)

    def _read(self, speaker: int) -> tuple[SpeakerKind, int | None, int | None]:
        if speaker not in self._known:
            self.load({speaker})
        return self._known[speaker]

    def kind(self, speaker: int) -> SpeakerKind:
        return self._read(speaker)[0]

    def standing_for(self, speaker: int) -> int:
        """The speaker itself, or the one it was merged into."""
        into = self._read(speaker)[2]
        return speaker if into is None else self.standing_for(into)

    def body(self, speaker: int, on_behalf_of: int | None, of_role: int | None) -> int | None:
        """The speaker itself unless a person; else on whose behalf; else the role's body."""
        if self._read(speaker)[0] is not SpeakerKind.PERSON:
            return speaker
        body = on_behalf_of if on_behalf_of is not None else of_role
        return None if body is None else self.standing_for(body)

    def state(self, body: int | None) -> int | None:
        """The body itself if it is a state, else the nearest state above it.

        A group has no parent, so a group's position is never given to a state.
        """
        seen: set[int] = set()
        while body is not None and body not in seen:
            seen.add(body)
            kind, parent, _ = self._read(body)
            if kind is SpeakerKind.STATE:
                return body
            body = None if parent is None else self.standing_for(parent)
        return None


class Claims:
    """Follows merged claims, mirroring codes where a claim was merged into its opposite."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[ClaimKind, int | None, bool]] = {}

    def _read(self, claim: int) -> tuple[ClaimKind, int | None, bool]:
        if claim not in self._known:
            columns = select(Claim.kind, Claim.merged_into_id, Claim.is_mirrored)
            row = self._session.execute(columns.where(Claim.id == claim)).one()
            self._known[claim] = (row.kind, row.merged_into_id, row.is_mirrored)
        return self._known[claim]

    def kind(self, claim: int) -> ClaimKind:
        return self._read(claim)[0]

    def standing_for(self, claim: int, code: Stance) -> tuple[int, Stance]:
        """The claim that counts now, and the code as it counts there."""
        _, into, is_mirrored = self._read(claim)
        if into is None:
            return claim, code
        return self.standing_for(into, code.mirrored if is_mirrored else code)
