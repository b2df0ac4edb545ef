"""What may be done to a claim: make it, and change it without changing what was said of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker import audit, merged, naming, record, text
from tracker.claims import approving
from tracker.claims.commands_links import relate, sort_under
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.claims.queries_stored import is_on_record
from tracker.errors import N_, Refused, Stale, refuse_all
from tracker.models import Claim, ClaimTranslation, new_uid, now
from tracker.visibility import Viewer, find
from tracker.vocabulary import AccountRole

_PARTS = ("text", "negation", "definition", "exclusion")


def create_claim(session: Session, draft: ClaimDraft, *, by: Viewer) -> Claim:
    """Add a claim to the codebook. The same uid twice is the same claim."""
    # Two clicks at once queue here; the second then finds what the first has made.
    audit.lock_head(session)
    uid = naming.known_uid(draft.uid)
    made = session.scalar(select(Claim).where(Claim.uid == uid)) if uid else None
    if made is not None and made.folded == text.fingerprint(draft.wording.text):
        return made
    draft = _checked(draft)
    _refuse_twin(session, draft, None)
    claim = Claim(
        uid=uid if uid and made is None else new_uid(),
        key=naming.free_key(session, Claim, draft.key),
        kind=draft.kind,
        translations=[],
    )
    _write(claim, draft)
    session.add(claim)
    session.flush()
    refuse_all([*sort_under(session, claim, draft, by), *relate(session, claim, draft, by)])
    session.flush()
    return claim


def edit_claim(
    session: Session, key: int | str, draft: ClaimDraft, *, version: int, by: Viewer
) -> Claim:
    """Change a claim; its meaning stays what published statements took a stance on."""
    claim = _fresh(session, find(session, Claim, key, by).id)
    if claim.version != version:
        raise Stale("claim", claim.id, version, claim.version)
    draft = _checked(draft)
    if changes_meaning(claim, draft):
        if is_on_record(session, claim.id):
            _demand_decision(draft, by)
        else:
            approving.take_back(session, claim.id)
    _refuse_twin(session, draft, claim.id)
    kind_changes = claim.kind is not draft.kind
    if kind_changes and merged.has_merged(session, claim):
        raise Refused(N_("The kind of a merged claim cannot be changed."), field="kind")
    _write(claim, draft)
    claim.changed_at = now()
    refuse_all([*sort_under(session, claim, draft, by), *relate(session, claim, draft, by)])
    session.flush()
    if kind_changes:
        record.sync(session, record.Touched(claims={claim.id}))
    return claim


def _fresh(session: Session, claim_id: int) -> Claim:
    """The claim as everybody before has left it, also whoever published a stance on it."""
    audit.lock_head(session)
    whole = select(Claim).where(Claim.id == claim_id).options(selectinload(Claim.translations))
    return session.scalars(whole.execution_options(populate_existing=True)).one()


def changes_meaning(claim: Claim, draft: ClaimDraft) -> bool:
    """Whether a kind or wording that people coded by would become another one.

    A wording in a further language is none of those: nobody can have coded by it.
    """
    wordings = {draft.wording.language: draft.wording}
    wordings |= {wording.language: wording for wording in draft.translations}
    known: list[Claim | ClaimTranslation] = [claim, *claim.translations]
    return claim.kind is not draft.kind or any(
        wording.language not in wordings
        or any(
            getattr(wording, part) != getattr(wordings[wording.language], part) for part in _PARTS
        )
        for wording in known
    )


def _demand_decision(draft: ClaimDraft, by: Viewer) -> None:
    if not by.reaches(AccountRole.REVIEWER):
        raise Refused(
            N_(
                "Published statements took a stance on these words. Only a reviewer can change "
                "them, by deciding that the meaning stays the same. If you mean something else, "
                "make a new claim."
            ),
            field="text",
        )
    if not draft.reason:
        raise Refused(
            N_(
                "Published statements took a stance on these words. Say why the meaning is "
                "unchanged, or make a new claim."
            ),
            field="reason",
        )


def _write(claim: Claim, draft: ClaimDraft) -> None:
    claim.kind = draft.kind
    claim.language = draft.wording.language
    _write_wording(claim, draft.wording)
    kept = {translation.language: translation for translation in claim.translations}
    claim.translations = []
    for wording in draft.translations:
        translation = kept.get(wording.language) or ClaimTranslation(language=wording.language)
        _write_wording(translation, wording)
        claim.translations.append(translation)


def _write_wording(row: Claim | ClaimTranslation, wording: Wording) -> None:
    for part in _PARTS:
        setattr(row, part, getattr(wording, part))
    row.folded = text.fingerprint(wording.text)


def _checked(draft: ClaimDraft) -> ClaimDraft:
    """Give the draft with all words in normal form, or refuse all that is wrong at once."""
    problems: list[Refused] = []
    wording = _checked_wording(draft.wording, "", problems)
    translations = [
        _checked_wording(translation, f"translations-{number}-", problems)
        for number, translation in enumerate(draft.translations)
    ]
    seen = {wording.language}
    for number, translation in enumerate(translations):
        if translation.language in seen:
            problems.append(
                Refused(
                    N_("The claim has words in this language already."),
                    field=f"translations-{number}-language",
                )
            )
        seen.add(translation.language)
    reason = _read(draft.reason, "reason", text.FIELD_LIMIT, problems)
    refuse_all(problems)
    return draft.with_words(wording, tuple(translations), reason)


def _checked_wording(wording: Wording, prefix: str, problems: list[Refused]) -> Wording:
    language = wording.language
    try:
        language = text.language_tag(language, field=f"{prefix}language")
    except Refused as refusal:
        problems.append(refusal)
    words = _read(wording.text, f"{prefix}text", text.CLAIM_LIMIT, problems, multiline=False)
    if not words:
        problems.append(Refused(N_("Write the claim."), field=f"{prefix}text"))
    elif words.endswith((".", "?", "!")):
        problems.append(
            Refused(
                N_("Write a statement that reads on after “that …”: no mark at its end."),
                field=f"{prefix}text",
            )
        )
    negation = _read(
        wording.negation, f"{prefix}negation", text.FIELD_LIMIT, problems, multiline=False
    )
    definition = _read(wording.definition, f"{prefix}definition", text.FIELD_LIMIT, problems)
    exclusion = _read(wording.exclusion, f"{prefix}exclusion", text.FIELD_LIMIT, problems)
    return Wording(language, words, negation, definition, exclusion)


def _read(
    words: str, field: str, limit: int, problems: list[Refused], *, multiline: bool = True
) -> str:
    try:
        return text.check_text(words, field=field, limit=limit, is_name=True, multiline=multiline)
    except Refused as refusal:
        problems.append(refusal)
        return words


def _refuse_twin(session: Session, draft: ClaimDraft, claim_id: int | None) -> None:
    """Refuse words that are a claim already, unless another definition tells the two apart."""
    wording = draft.wording
    twins = session.execute(
        select(Claim.id, Claim.text, Claim.definition).where(
            Claim.folded == text.fingerprint(wording.text),
            Claim.language == wording.language,
        )
    )
    defined = text.fingerprint(wording.definition)
    for twin in twins:
        if twin.id != claim_id and text.fingerprint(twin.definition) == defined:
            raise Refused(
                N_(
                    "Claim %(number)s has these words already. Denying a claim is a stance on it, "
                    "not another claim; if you mean something else, say in the definition what."
                ),
                field="text",
                number=twin.id,
            )
