"""What may be done to the scale: add a rating, word it anew, retire it, delete what is unused."""

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.errors import N_, Missing, Refused, Stale, refuse_all
from tracker.models import Rating, RatingColour, RatingIcon, RatingWording, Verdict, now
from tracker.verdicts.drafts import RatingDraft, Wording
from tracker.visibility import Viewer

# So many a reader can still tell apart, and no menu is longer.
MOST = 12
# The higher, the truer; a newsroom may do without.
LARGEST = 100
_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TAKEN = frozenset({"new", "start", "none"})
_LABEL = 40


def add_rating(session: Session, draft: RatingDraft, *, by: Viewer) -> Rating:
    """Add a step to the scale. The same form sent twice is one rating."""
    audit.lock_head(session)
    draft = _checked(draft)
    if (there := session.scalar(select(Rating).where(Rating.code == draft.code))) is not None:
        if there.newest == 1 and wording_of(session, there) == draft.wording:
            return there
        message = N_("“%(code)s” is the code of another rating.")
        raise Refused(message, field="code", code=draft.code)
    if (session.scalar(select(func.count(Rating.id))) or 0) >= MOST:
        raise Refused(N_("A scale has at most %(most)s ratings."), most=MOST)
    _refuse_same_label(session, draft.wording, None)
    made = Rating(code=draft.code, place=draft.place)
    session.add(made)
    session.flush()
    _word(session, made, draft.wording, by)
    return made


def edit_rating(
    session: Session, code: str, draft: RatingDraft, *, version: int | None, by: Viewer
) -> Rating:
    """Word a rating anew, or move it. Earlier wordings stay with what was decided by them."""
    rating = _fresh(session, code, version)
    draft = _checked(replace(draft, code=rating.code))
    _refuse_same_label(session, draft.wording, rating.id)
    is_reworded = wording_of(session, rating) != draft.wording
    rating.place, rating.changed_at = draft.place, now()
    if is_reworded:
        rating.newest += 1
        _word(session, rating, draft.wording, by)
    session.flush()
    return rating


def retire_rating(session: Session, code: str, *, version: int | None) -> None:
    """Keep a rating for earlier verdicts alone. Twice is once."""
    _set_retired(session, code, version, is_retired=True)


def use_rating(session: Session, code: str, *, version: int | None) -> None:
    """Let a retired rating be given again. Twice is once."""
    _set_retired(session, code, version, is_retired=False)


def _set_retired(session: Session, code: str, version: int | None, *, is_retired: bool) -> None:
    audit.lock_head(session)
    rating = rating_called(session, code)
    if rating.is_retired is not is_retired:
        rating = _fresh(session, code, version)
        rating.is_retired, rating.changed_at = is_retired, now()
        session.flush()


def delete_rating(session: Session, code: str, *, version: int | None) -> None:
    """Delete a rating that nobody ever gave or proposed; any other can only be retired."""
    rating = _fresh(session, code, version)
    if session.scalar(select(Verdict.id).where(Verdict.rating_id == rating.id).limit(1)):
        raise Refused(
            N_(
                "“%(name)s” was given to a claim or proposed. Retire it instead: then nobody "
                "gives it again."
            ),
            name=wording_of(session, rating).label_en,
        )
    for wording in session.scalars(
        select(RatingWording).where(RatingWording.rating_id == rating.id)
    ):
        session.delete(wording)
    session.flush()
    session.delete(rating)
    session.flush()


def start_scale(session: Session, *, by: Viewer) -> None:
    """Begin with a small scale in neutral words, to be changed at will. Refused where one is."""
    audit.lock_head(session)
    if session.scalar(select(Rating.id).limit(1)) is not None:
        raise Refused(N_("There is a scale already. Add to it, or change it."))
    for draft in STARTING_SCALE:
        add_rating(session, draft, by=by)


def rating_called(session: Session, code: str) -> Rating:
    """The rating with this code, as everybody before has left it; Missing if there is none."""
    asked = select(Rating).where(Rating.code == code)
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None or not code.isprintable():
        raise Missing("rating", code)
    return found


def wording_of(session: Session, rating: Rating) -> Wording:
    """What a rating is called now."""
    row = newest_wording(session, rating)
    return Wording(
        row.label_en,
        row.label_id,
        row.definition_en,
        row.definition_id,
        row.colour,
        row.icon,
        row.value,
    )


def newest_wording(session: Session, rating: Rating) -> RatingWording:
    """The row of what a rating is called now."""
    newest = RatingWording.rating_id == rating.id, RatingWording.number == rating.newest
    return session.scalars(select(RatingWording).where(*newest)).one()


def _fresh(session: Session, code: str, version: int | None) -> Rating:
    audit.lock_head(session)
    rating = rating_called(session, code)
    if rating.version != version:
        raise Stale("rating", rating.id, version or 0, rating.version)
    return rating


def _word(session: Session, rating: Rating, wording: Wording, by: Viewer) -> None:
    values = {name: getattr(wording, name) for name in Wording.__dataclass_fields__}
    values |= {"rating_id": rating.id, "number": rating.newest, "by_id": by.account_id}
    session.add(RatingWording(**values))
    session.flush()


def _checked(draft: RatingDraft) -> RatingDraft:
    """Give the draft with its words in normal form, or refuse all that is wrong at once."""
    problems: list[Refused] = []
    words: dict[str, Any] = {}
    for name in ("label_en", "label_id", "definition_en", "definition_id"):
        is_long = name.startswith("definition")
        limit = text.FIELD_LIMIT if is_long else _LABEL
        given = getattr(draft.wording, name)
        try:
            words[name] = text.check_text(
                given, field=name, limit=limit, is_name=True, multiline=is_long
            )
        except Refused as refusal:
            problems.append(refusal)
        else:
            if not words[name]:
                problems.append(Refused(N_("Write it in both languages."), field=name))
    if not _CODE.fullmatch(draft.code) or draft.code in _TAKEN:
        message = N_("Write a short name of small letters, digits and hyphens: mostly-true.")
        problems.append(Refused(message, field="code"))
    if (value := draft.wording.value) is not None and value > LARGEST:
        message = N_("Write a whole number from 0 to %(largest)s, or none.")
        problems.append(Refused(message, field="value", largest=LARGEST))
    refuse_all(problems)
    return replace(draft, wording=replace(draft.wording, **words))


def _refuse_same_label(session: Session, wording: Wording, rating_id: int | None) -> None:
    newest = RatingWording.number == Rating.newest, RatingWording.rating_id == Rating.id
    for name in ("label_en", "label_id"):
        mine = getattr(wording, name)
        same = select(Rating.id).join(RatingWording, RatingWording.rating_id == Rating.id)
        same = same.where(*newest, getattr(RatingWording, name) == mine)
        if rating_id is not None:
            same = same.where(Rating.id != rating_id)
        if session.scalar(same.limit(1)) is not None:
            raise Refused(N_("Another rating is called “%(name)s”."), field=name, name=mine)


def _step(place: int, code: str, icon: RatingIcon, value: int | None, words: str) -> RatingDraft:
    label_en, label_id, definition_en, definition_id = (w.strip() for w in words.split("|"))
    colours = {100: RatingColour.GREEN, 75: RatingColour.OLIVE, 50: RatingColour.GREY}
    colours |= {25: RatingColour.VIOLET, 0: RatingColour.PLUM}
    colour = RatingColour.INK if value is None else colours[value]
    wording = Wording(label_en, label_id, definition_en, definition_id, colour, icon, value)
    return RatingDraft(code, wording, place)


STARTING_SCALE = (
    _step(
        1,
        "true",
        RatingIcon.FULL,
        100,
        "True | Benar"
        "| The evidence bears the claim out, and nothing that matters is missing."
        "| Bukti mendukung klaim, dan tidak ada hal penting yang kurang.",
    ),
    _step(
        2,
        "mostly-true",
        RatingIcon.MOST,
        75,
        "Mostly true | Sebagian besar benar"
        "| The main point holds; a detail does not, or needs more context."
        "| Pokoknya benar; satu rincian keliru atau memerlukan konteks.",
    ),
    _step(
        3,
        "mixed",
        RatingIcon.HALF,
        50,
        "Partly true | Benar sebagian"
        "| A part that matters is borne out, another part that matters is not."
        "| Satu bagian penting didukung bukti, bagian penting lain tidak.",
    ),
    _step(
        4,
        "false",
        RatingIcon.EMPTY,
        0,
        "False | Salah"
        "| The evidence shows that the claim does not hold."
        "| Bukti menunjukkan bahwa klaim tidak benar.",
    ),
    _step(
        5,
        "unproven",
        RatingIcon.DIAMOND,
        None,
        "Unproven | Belum terbukti"
        "| Looked into: what is known today neither bears it out nor rules it out."
        "| Sudah diperiksa: yang diketahui kini tidak membuktikan ataupun membantahnya.",
    ),
)
