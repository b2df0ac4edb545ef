"""An edition as the fields of the log form, so that it can be shown, changed and compared."""

from werkzeug.datastructures import MultiDict

from tracker.statements.contents import Cited, Coded, Content, SaidBy

_WORDS = (
    "quote",
    "quote_language",
    "translation",
    "translation_language",
    "translator",
    "gloss_en",
    "gloss_id",
    "context",
    "described_as",
    "said_on",
)
_REFERENCES = ("occasion", "relayed_by", "replies_to", "retracts", "repeats")


def sent_by(content: Content) -> MultiDict[str, str]:
    """The fields that a form would send to say what this edition says."""
    fields: MultiDict[str, str] = MultiDict({"delivery": content.delivery.value})
    for name in _WORDS:
        fields[name] = getattr(content, name)
    for name in _REFERENCES:
        fields[name] = _key(getattr(content, f"{name}_id"))
    if content.citations:
        fields["source"] = _key(content.citations[0].source_id)
    for place, said_by in enumerate(content.speakers):
        _add_speaker(fields, f"speakers-{place}", said_by)
    for place, cited in enumerate(content.citations):
        _add_citation(fields, f"citations-{place}", cited, is_first=place == 0)
    for place, coded in enumerate(content.stances):
        _add_stance(fields, f"stances-{place}", coded)
    fields.setlist("confirm", content.confirmed.split())
    return fields


def _key(number: int | None) -> str:
    return "" if number is None else str(number)


def _add_speaker(fields: MultiDict[str, str], row: str, said_by: SaidBy) -> None:
    fields[f"{row}-speaker"] = _key(said_by.speaker_id)
    fields[f"{row}-role"] = _key(said_by.role_id)
    fields[f"{row}-body"] = _key(said_by.body_id)


def _add_citation(fields: MultiDict[str, str], row: str, cited: Cited, *, is_first: bool) -> None:
    fields[f"{row}-source"] = "" if is_first else _key(cited.source_id)
    fields[f"{row}-start"] = _key(cited.start)
    fields[f"{row}-end"] = _key(cited.end)
    fields[f"{row}-exact"] = cited.exact
    fields[f"{row}-was"] = cited.exact
    fields[f"{row}-locator"] = cited.locator


def _add_stance(fields: MultiDict[str, str], row: str, coded: Coded) -> None:
    fields[f"{row}-claim"] = _key(coded.claim_id)
    fields[f"{row}-code"] = coded.code.value if coded.code else ""
    fields[f"{row}-act"] = coded.act.value if coded.act else ""
    fields.setlist(f"{row}-targets", [str(target) for target in coded.targets])
    fields[f"{row}-explicit"] = "explicit" if coded.is_explicit else "inferred"
    if coded.evidence_start is not None:
        fields[f"{row}-evidence"] = f"{coded.evidence_start}-{coded.evidence_end}"
    fields[f"{row}-note"] = coded.note
